"""Django's settings for the ledger, and nothing else of Django."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings


def configure() -> None:
    """Ready Django for the ledger's models, unless a program (the web) came first with settings of its own."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=["mqa.ledger"],
        DATABASES={},
        USE_TZ=True,
        TIME_ZONE="UTC",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
    )
    apps.populate(settings.INSTALLED_APPS)  # django.setup would also load URLs and HTTP, and change logging
