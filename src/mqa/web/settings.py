"""Django's settings for the pages of one workspace, made in code: there is no settings module."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from mqa.ledger.configuring import configure as configure_ledger
from mqa.workspaces import Opened

HERE = Path(__file__).parent
LOCAL = ("localhost", "127.0.0.1", "[::1]")
SIGNED_IN_FOR = timedelta(days=14)
MIDDLEWARE = (
    "mqa.web.headers.headers",
    "mqa.web.failing.Caught",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "mqa.web.workspace.workspace",
    "mqa.web.access.Access",  # before the check of forms: who is not signed in is told so first
    "django.middleware.csrf.CsrfViewMiddleware",
)
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [HERE / "templates"],
    "OPTIONS": {
        "builtins": ["mqa.web.words"],
        "context_processors": [
            "django.template.context_processors.csrf",
            "django.template.context_processors.request",
            "mqa.web.frame.frame",
        ],
    },
}


def configure(workspace: Opened, *, hosts: Sequence[str] = (), url: str = "") -> None:
    """Ready Django for this workspace's pages; the ledger must be open.

    `hosts`: further names under which the server is asked for; `url`: the address that people use, where that is
    another. Where it says https, cookies are secure whatever a request says of itself.
    """
    configure_ledger()
    named = urlsplit(url)
    for name, value in {
        "MQA_FOLDER": str(workspace.folder),
        "SECRET_KEY": secret(workspace.ledger.with_name("secret")),
        "ALLOWED_HOSTS": [*LOCAL, *hosts, *([named.hostname] if named.hostname else [])],
        "CSRF_TRUSTED_ORIGINS": [f"{named.scheme}://{named.netloc}"] if named.netloc else [],
        "MQA_HTTPS": named.scheme == "https",
        "ROOT_URLCONF": "mqa.web.urls",
        "MIDDLEWARE": MIDDLEWARE,
        "TEMPLATES": [TEMPLATES],
        "AUTH_USER_MODEL": "ledger.User",
        "SESSION_ENGINE": "mqa.ledger.sessions",
        "SESSION_COOKIE_NAME": "mqa_session",
        "SESSION_COOKIE_AGE": int(SIGNED_IN_FOR.total_seconds()),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "mqa_form",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "mqa.web.failing.form_expired",
        "APPEND_SLASH": False,
        "USE_I18N": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 1_000_000,
        "LOGGING_CONFIG": None,
        "DEBUG": False,
    }.items():
        setattr(settings, name, value)


def secret(path: Path) -> str:
    """The secret that signs sessions and forms of this workspace: made once, readable by its owner alone.

    It appears under its name whole: of several servers that start for the first time all read that of the first.
    """
    if not path.exists():
        written = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another server was quicker: its secret holds
            os.link(written, path)
        written.unlink()
    return path.read_text(encoding="ascii")
