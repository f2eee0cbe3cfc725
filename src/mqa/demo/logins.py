"""Who may sign in to the made-up company: one person of each role, with passwords that everybody knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Login:
    """A person who may sign in. `job` says in a few words what they come for."""

    role: str
    email: str
    name: str
    password: str
    job: str


LEADER = Login("viewer", "leader@halyard.example", "Lea Brandt", "what became of it", "reads what became of it")
REP = Login("sales", "ines.okafor@halyard.example", "Ines Okafor", "answer me by noon", "answers handoffs")
MARKETER = Login("marketing", "marketer@halyard.example", "Mark Visser", "why not this account", "asks why and why not")
ADMIN = Login("admin", "admin@halyard.example", "Ada Roth", "keys and people here", "lets people and programs in")
LOGINS = (REP, MARKETER, LEADER, ADMIN)
