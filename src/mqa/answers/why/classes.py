"""What it means that an address is of a class."""

from __future__ import annotations

ON_DUTY = "a mailbox that whoever is on duty reads; its acts are the company's, of nobody by name"
CLASSES = {  # what it means that an address is of a class, by the rule that stands on its rows
    "freemail": "an address of a mail provider, as anybody has one",
    "disposable": "an address that is thrown away after use",
    "hosting": "an address that whoever rents there may have",
    "unroutable": "an address that no mail reaches",
    "no-reply": "a machine that sends and does not read, whatever a record says of it",
    "robot": "a machine, by its name, whatever a record says of it",
    "student": "an address that a university gives its students",
    "role address": ON_DUTY,
    "created from a role address": ON_DUTY,
    "whole company": "nothing is told of the company in their country",
    "no country": "accounts of the domain are of countries, and nothing says of which they are",
    "unknown country": "accounts of the domain are of other countries than theirs",
    "our own": "“ours” of the workspace names its domain",
    "competitor": "“competitors” of the workspace names its domain",
    "never an account": "somebody said so, or “never_accounts” of the workspace names its domain",
    "bot": "its source marks it as nobody's",
}
