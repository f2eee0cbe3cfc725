"""Where sessions of signed-in browsers lie: in the ledger, each with its user."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from mqa.ledger.models import Session


class SessionStore(DatabaseStore):
    """Django's store of sessions in the database, in our own table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """A row of it: as Django makes it, and whose session it is."""
        row: Session = super().create_model_instance(data)
        row.user_id = data.get("_auth_user_id")
        return row


def forget_expired(now: datetime) -> int:
    """Remove sessions that have ended by themselves; returns how many."""
    return int(Session.objects.filter(expire_date__lt=now).delete()[0])
