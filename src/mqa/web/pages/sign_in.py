"""Signing in, signing out, and choosing a password by the link that an admin handed over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from mqa.ledger import users
from mqa.terms.problems import Refused
from mqa.web import signing
from mqa.web.throttle import Throttle

THROTTLE = Throttle()
WRONG = "The address and the password do not belong together."


def sign_in(request: Any) -> Any:
    """The form, and what comes of it: one message for whatever is wrong, and a pause after too many tries."""
    back = _inside(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method != "POST":
        return HttpResponseRedirect(back) if request.user else _form(request, back)
    email, now = request.POST.get("email", "").strip()[:254], timezone.now()
    caller = request.META.get("REMOTE_ADDR") or ""
    if wait := THROTTLE.wait(caller, email.lower(), now):
        minutes = int(wait.total_seconds() // 60) + 1
        said = f"Too many tries. Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again."
        return _form(request, back, email=email, problem=said, status=429)
    person = users.right_password(email, request.POST.get("password", ""))
    if person is None:
        THROTTLE.failed(caller, email.lower(), now)
        return _form(request, back, email=email, problem=WRONG, status=401)
    THROTTLE.succeeded(caller, email.lower())
    signing.sign_in(request, person)
    return HttpResponseRedirect(back)


def sign_out(request: Any) -> Any:
    """Ends the session."""
    signing.sign_out(request)
    return HttpResponseRedirect("/sign-in")


def welcome(request: Any, token: str) -> Any:
    """The page behind a link: whoever holds it chooses their password, once, and is signed in."""
    now = timezone.now()
    person = users.invited(token, now)
    if person is None:
        return render(request, "welcome.html", {"gone": True}, status=410)
    if request.method != "POST":
        return render(request, "welcome.html", {"invited": person})
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return render(request, "welcome.html", {"invited": person, "problem": "The two are not the same."}, status=400)
    try:
        person = users.choose_password(token, password, now=now)
    except Refused as error:
        problem = " ".join(f"{one.what} {one.mend}" for one in error.problems)
        return render(request, "welcome.html", {"invited": person, "problem": problem}, status=400)
    signing.sign_in(request, person)
    return HttpResponseRedirect("/")


def _form(request: Any, back: str, *, email: str = "", problem: str = "", status: int = 200) -> Any:
    context = {"next": back, "email": email, "problem": problem}
    return render(request, "sign_in.html", context, status=status)


def _inside(request: Any, address: str) -> str:
    """An address of ours; any other is replaced by the first page."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe and not address.startswith("/sign-in") else "/"
