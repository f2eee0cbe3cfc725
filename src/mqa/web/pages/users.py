"""The page Users: people who may sign in, for admins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseRedirect
from django.utils import timezone

from mqa.ledger import users as people
from mqa.ledger.models import User
from mqa.ledger.models.access import ROLES
from mqa.terms.problems import Refused
from mqa.web.showing import shown
from mqa.web.telling import tell, tell_here

MEANS = {
    "viewer": "reads every page",
    "sales": "reads, answers handoffs, signs for sales",
    "marketing": "reads, submits definitions, signs for marketing",
    "admin": "everything, and people, keys, audit",
}


def users(request: Any, *, said: dict[str, Any] | None = None, status: int = 200) -> Any:
    """Everybody, and the form that adds somebody."""
    found = people.users()
    teams = request.workspace.sales.teams
    taking = {member for team in teams for member in team.members}
    nothing = {one.email for one in found if one.role == "sales" and one.is_active and one.email not in taking}
    context = {
        "nothing": nothing,
        "address": "/users",
        "people": found,
        "roles": ROLES,
        "means": MEANS,
        "said": said or {"role": "sales"},
    }
    return shown(request, "users.html", context, rows=[*map(_row, found)], status=status)


def add_user(request: Any) -> Any:
    """Adds a person, and shows once the link where they choose a password."""
    said = {name: request.POST.get(name, "") for name in ("email", "name", "role")}
    try:
        person, token = people.add(**said, by=request.who, now=timezone.now())
    except Refused as error:
        return users(request, said={**said, "problems": error.problems}, status=400)
    words = f"{person.email} is added as {person.role}. Hand over this link; it works once, within three days."
    tell_here(request, words, secret=_link(request, token), what=f"Link for {person.name}")
    return users(request)  # not led elsewhere: the link would have to lie somewhere meanwhile


def change_user(request: Any) -> Any:
    """Changes a person's role, shuts them out, lets them in again, or takes their password away."""
    email, wanted = request.POST.get("email", ""), request.POST.get("change", "")
    try:
        if wanted == "password":
            return _password(request, email)
        if wanted not in CHANGES:
            tell(request, "Nothing was changed: the form did not say what.", problem=True)
        else:
            CHANGES[wanted](request, email)
    except Refused as error:
        words = " ".join(f"{one.what} {one.mend}" for one in error.problems)
        tell(request, words, problem=True)
    return HttpResponseRedirect("/users")


def _role(request: Any, email: str) -> None:
    person = people.set_role(email, request.POST.get("role", ""), by=request.who, now=timezone.now())
    tell(request, f"{person.email} is {person.role} now.")


def _shut_out(request: Any, email: str) -> None:
    person = people.set_active(email, False, by=request.who, now=timezone.now())
    tell(request, f"{person.email} may not sign in any more, and their sessions ended. You can let them in again.")


def _let_in(request: Any, email: str) -> None:
    person = people.set_active(email, True, by=request.who, now=timezone.now())
    tell(request, f"{person.email} may sign in again.")


def _password(request: Any, email: str) -> Any:
    token = people.reset_password(email, by=request.who, now=timezone.now())
    words = f"The password of {email} holds no more. Hand over this link; it works once, within three days."
    tell_here(request, words, secret=_link(request, token), what=f"Link for {email}")
    return users(request)


CHANGES: dict[str, Callable[[Any, str], None]] = {
    "role": _role,
    "shut out": _shut_out,
    "let in": _let_in,
}


def _link(request: Any, token: str) -> str:
    return str(request.build_absolute_uri(f"/welcome/{token}"))


def _row(person: User) -> dict[str, Any]:
    added = person.added_at.isoformat()
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "may_sign_in": person.is_active,
        "added_at": added,
    }
