"""Signing in and out: a session that names a person, and that ends when their password or their right does."""

from __future__ import annotations

import hmac
from typing import Any

from django.middleware.csrf import rotate_token

from mqa.ledger.models import User

PERSON = "_auth_user_id"  # the name under which the store of sessions looks for the person, too
PROOF = "proof"


def sign_in(request: Any, person: User) -> None:
    """Let the browser of a request be signed in as a person, under a new session."""
    request.session.flush()
    request.session[PERSON] = person.pk
    request.session[PROOF] = person.get_session_auth_hash()
    rotate_token(request)


def sign_out(request: Any) -> None:
    """End the session of a request."""
    request.session.flush()


def signed_in(request: Any) -> User | None:
    """Who asks; None where nobody is signed in, where they were shut out, or where their password has changed."""
    number = request.session.get(PERSON)
    if number is None:
        return None
    person: User | None = User.objects.filter(pk=number, is_active=True).first()
    proof = str(request.session.get(PROOF, ""))
    if person is None or not hmac.compare_digest(proof, person.get_session_auth_hash()):
        request.session.flush()
        return None
    return person
