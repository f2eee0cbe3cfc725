"""The ledger as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The app `ledger`; its keys are 64-bit numbers."""

    name = "mqa.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
