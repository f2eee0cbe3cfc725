"""Who may do what: people with a role, their sessions, keys for programs, and the audit of every change."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

ROLES = ("viewer", "sales", "marketing", "admin")
SCOPES = ("read", "answer", "run")


class UserManager(BaseUserManager):  # type: ignore[type-arg,unused-ignore]
    """Finds users by their address, whatever its case."""

    def get_by_natural_key(self, username: str) -> User:
        """The user of an address."""
        found: User = self.get(email=username.strip().lower())
        return found


class User(AbstractBaseUser):
    """A person who may sign in. `role`: viewer, sales, marketing or admin; inactive: may not sign in any more."""

    email = models.TextField(unique=True)
    name = models.TextField()
    role = models.TextField(choices=[(role, role) for role in ROLES])
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=timezone.now)
    welcomed_at = models.DateTimeField(null=True)

    objects = UserManager()
    USERNAME_FIELD = "email"


class Session(AbstractBaseSession):
    """A browser that is signed in, and as whom, so that all of a user's sessions can be ended.

    `mqa.ledger.sessions` reads and writes them.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    objects = BaseSessionManager()


class ApiKey(models.Model):
    """A program's key. Only the hash of the secret is kept; `prefix` is shown so that people can tell keys apart.

    `scopes`: read, answer, run, separated by spaces.
    """

    prefix = models.TextField(unique=True)
    secret_hash = models.TextField()
    name = models.TextField()
    scopes = models.TextField()
    added_by = models.TextField()
    added_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class AuditEntry(models.Model):
    """One change somebody made: who, when, what, to what, and how it was before and after. Only ever added."""

    at = models.DateTimeField()
    who = models.TextField()
    what = models.TextField()
    about = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("about", "id"), name="audit_of_a_thing"),
            models.Index(fields=("what", "id"), name="audit_of_a_kind"),
        )
