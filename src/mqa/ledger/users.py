"""People who may sign in: added, given a role, shut out, let in again; each change is in the audit.

A new password is set by the person: whoever adds them hands over a link that works once and for a few days.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from mqa.ledger.audit import note
from mqa.ledger.models import User
from mqa.ledger.models.access import ROLES
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem, Refused

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LINK_HOLDS = timedelta(days=3)
WAITING = "link:"  # a password column that holds the hash of a link, until the person chose a password


def users() -> list[User]:
    """All people, those who may sign in first, by address."""
    return list(User.objects.order_by("-is_active", "email"))


def user(email: str) -> User:
    """The person of an address, whatever its case. Raises Refused."""
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        known = User.objects.values_list("email", flat=True)
        mend = did_you_mean(email, list(known)) or "“mqa user list” shows everybody."
        raise _refused(f"Nobody here has the address {quoted(email)}.", mend)
    return found


def role_of(email: str) -> str:
    """The role of the person of an address, whatever its case; empty where nobody here has it."""
    return str(User.objects.filter(email=email.strip().lower()).values_list("role", flat=True).first() or "")


def add(email: str, role: str, *, name: str = "", password: str = "", by: str, now: datetime) -> tuple[User, str]:
    """Add a person; gives them and, where no password was given, the token of the link where they choose one.

    Raises Refused with all that is wrong at once.
    """
    address = email.strip().lower()
    problems = [*_address_problems(address), *_role_problems(role), *(_password_problems(password) if password else ())]
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        if User.objects.filter(email=address).exists():
            raise _refused(f"{address} is here already.", "Change their role, or let them in again, instead.")
        added = User(email=address, name=name.strip() or address.split("@")[0], role=role, added_at=now)
        token = _secure(added, password, now)
        added.save()
        note(by, "added user", address, after={"role": role, "name": added.name}, now=now)
    return added, token


def set_role(email: str, role: str, *, by: str, now: datetime) -> User:
    """Give a person another role. The last admin keeps theirs. Raises Refused."""
    if problems := _role_problems(role):
        raise Refused(problems)
    with transaction.atomic():
        person = user(email)
        if person.role == role:
            return person
        if person.role == "admin":
            _require_another_admin(person)
        before = person.role
        person.role = role
        person.save(update_fields=["role"])
        note(by, "changed role", person.email, before={"role": before}, after={"role": role}, now=now)
    return person


def set_active(email: str, active: bool, *, by: str, now: datetime) -> User:
    """Shut a person out, ending all their sessions, or let them in again. Raises Refused for the last admin."""
    with transaction.atomic():
        person = user(email)
        if person.is_active == active:
            return person
        if not active:
            _require_another_admin(person)
            person.sessions.all().delete()
        person.is_active = active
        person.save(update_fields=["is_active"])
        note(by, "let user in again" if active else "shut user out", person.email, now=now)
    return person


def reset_password(email: str, *, password: str = "", by: str, now: datetime) -> str:
    """Take a person's password away and end their sessions; gives the token of a link where they choose a new one.

    With `password` that one holds at once, and the token is empty.
    """
    if password and (problems := _password_problems(password)):
        raise Refused(problems)
    with transaction.atomic():
        person = user(email)
        token = _secure(person, password, now)
        person.save(update_fields=["password"])
        person.sessions.all().delete()
        note(by, "reset password", person.email, now=now)
    return token


def invited(token: str, now: datetime) -> User | None:
    """Whose link this is; None where it was used, replaced, is too old, or its person is shut out."""
    email, _, rest = token.partition("~")
    person = User.objects.filter(email=email, is_active=True).first()
    if person is None or not person.password.startswith(WAITING):
        return None
    until, kept = person.password.removeprefix(WAITING).split("$")
    if not hmac.compare_digest(kept, _digest(rest)) or now.timestamp() > int(until):
        return None
    return person


def choose_password(token: str, password: str, *, now: datetime) -> User:
    """Set the password of whoever holds a link; it works once. Raises Refused."""
    if problems := _password_problems(password):
        raise Refused(problems)
    with transaction.atomic():
        person = invited(token, now)
        if person is None:
            raise _refused("This link was used already or is too old.", "Ask an admin for a new one.")
        person.password = make_password(password)
        person.save(update_fields=["password"])
        note(person.email, "chose password", person.email, now=now)
    return person


def right_password(email: str, password: str) -> User | None:
    """The person who signs in, or None; it takes as long for an address that nobody has."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None or person.password.startswith(WAITING) or len(password) > LONGEST_PASSWORD:
        make_password(password[:LONGEST_PASSWORD])
        return None
    return person if check_password(password, person.password) else None


def _secure(person: User, password: str, now: datetime) -> str:
    """Give a person this password, or none and a link; gives the link's token."""
    if password:
        person.password = make_password(password)
        return ""
    token = secrets.token_urlsafe(24)
    person.password = f"{WAITING}{int((now + LINK_HOLDS).timestamp())}${_digest(token)}"
    return f"{person.email}~{token}"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _require_another_admin(person: User) -> None:
    others = User.objects.filter(role="admin", is_active=True).exclude(pk=person.pk)
    if person.role == "admin" and person.is_active and not others.exists():
        raise _refused(f"{person.email} is the last admin.", "Make somebody else an admin first.")


def _address_problems(email: str) -> list[Problem]:
    if ADDRESS.fullmatch(email) and len(email) <= 254:
        return []
    return [Problem(Place("email"), f"{quoted(email)} is not an e-mail address.", "Write it as in ada@example.com.")]


def _role_problems(role: str) -> list[Problem]:
    if role in ROLES:
        return []
    mend = did_you_mean(role, ROLES) or f"There are: {', '.join(ROLES)}."
    return [Problem(Place("role"), f"There is no role {quoted(role)}.", mend)]


def _password_problems(password: str) -> list[Problem]:
    if len(password) < SHORTEST_PASSWORD:
        mend = f"Take at least {SHORTEST_PASSWORD} characters; a few words are good."
        return [Problem(Place("password"), "The password is too short.", mend)]
    if len(password) > LONGEST_PASSWORD:
        mend = f"Take at most {LONGEST_PASSWORD} characters."
        return [Problem(Place("password"), "The password is too long.", mend)]
    if len(set(password)) < 4:
        return [Problem(Place("password"), "The password repeats the same few characters.", "Take a few words.")]
    return []


def _refused(what: str, mend: str) -> Refused:
    return Refused([Problem(Place(""), what, mend)])
