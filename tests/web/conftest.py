"""One small made-up company, loaded and run, with a person of each role; a client and a browser that are signed in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client

from mqa import workspaces
from mqa.demo.size import Size
from mqa.demo.writing import write_workspace
from mqa.ledger import users
from mqa.ledger.models import User
from mqa.workspaces import Opened
from tests.cli.workspace import done, written
from tests.prepared import prepared

LAST_DAY = date(2026, 6, 30)
PASSWORD = "a few quiet words"
PEOPLE = {
    "viewer": ("leader@halyard.example", "Lena Leader"),
    "sales": ("rep@halyard.example", "Rita Rep"),
    "marketing": ("marketer@halyard.example", "Mo Marketer"),
    "admin": ("admin@halyard.example", "Ada Admin"),
}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Site:
    """A workspace that is ready to be looked at."""

    folder: Path
    workspace: Opened

    def opened(self) -> Opened:
        """The workspace, its stores open (another test of this process may have opened others)."""
        workspaces.open_stores(self.workspace)
        return self.workspace


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """60 accounts, 120 days, one run of the last day, four people."""
    folder = tmp_path_factory.mktemp("site") / "halyard"
    shutil.copytree(prepared("site", peopled, tmp_path_factory), folder)
    made = Site(folder, workspaces.opened(folder))
    made.opened()
    yield made
    connections.close_all()


def peopled(folder: Path) -> None:
    """Fills a folder with the site."""
    folder.mkdir()
    write_workspace(folder, Size(accounts=60, days=120, seed=7, last_day=LAST_DAY))
    done(folder, "load")
    done(folder, "run", "--as-of", LAST_DAY.isoformat())
    workspaces.open_stores(workspaces.opened(folder))
    for role, (email, name) in PEOPLE.items():
        users.add(email, role, name=name, password=PASSWORD, by="command line", now=datetime.now(UTC))


@pytest.fixture
def configured(site: Site) -> Opened:
    """The site's workspace, with Django set for its pages."""
    from django.conf import settings

    from mqa.web.settings import configure

    workspace = site.opened()
    configure(workspace, hosts=["testserver"])
    assert settings.ROOT_URLCONF == "mqa.web.urls"
    return workspace


@pytest.fixture
def client(configured: Opened) -> Callable[[str], Client]:
    """Django's client, signed in as a role; `anyone` is not signed in."""
    del configured
    return signed_in


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[str], Client]:
    """As `client`, of a workspace into which nothing was loaded yet."""
    from mqa.web.settings import configure

    workspace = workspaces.opened(written(tmp_path / "harrow"))
    workspaces.open_stores(workspace)
    configure(workspace, hosts=["testserver"])
    User.objects.bulk_create(
        User(email=email, name=name, role=role, password=hashed()) for role, (email, name) in PEOPLE.items()
    )
    return signed_in


@cache
def hashed() -> str:
    """The hash of everybody's password, made once: it is slow on purpose."""
    return str(make_password(PASSWORD))


def signed_in(role: str) -> Client:
    """A client of the configured workspace that is signed in as a role."""
    from mqa.web import signing

    browser = Client()
    if role != "anyone":
        session = browser.session
        person = users.user(PEOPLE[role][0])
        session[signing.PERSON], session[signing.PROOF] = person.pk, person.get_session_auth_hash()
        session.save()
        browser.cookies["mqa_session"] = session.session_key
    return browser


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a real server of a workspace, in a process of its own."""
    words = [sys.executable, "-m", "mqa.cli", "--workspace", str(folder), "serve", "--port", "0"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    assert server.stdout is not None
    said = server.stdout.readline()
    found = re.search(r"http://[\w.:]+\d", said)
    assert found, said
    yield found[0]
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


@pytest.fixture(scope="session")
def served(site: Site) -> Iterator[str]:
    """The address of a real server of the site."""
    with serving(site.folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread from now on, and Django sees it in every later test of the process: the
    # ledger is asked between its steps, never within one.
    with pytest.MonkeyPatch.context() as process, sync_playwright() as playwright:
        process.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture
def page(configured: Opened, served: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """A page signed in as a role: `page("sales", width=360, scheme="dark")`. Errors on its console fail the test."""
    del configured
    opened, errors = [], []

    def shown_to(role: str = "", *, width: int = 1440, height: int = 900, scheme: str = "light") -> Any:
        context = browser.new_context(
            base_url=served, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        opened.append(context)
        shown = context.new_page()
        shown.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        shown.on("pageerror", lambda error: errors.append(str(error)))
        if role:
            session = signed_in(role).cookies["mqa_session"].value
            context.add_cookies([{"name": "mqa_session", "value": session, "url": served}])
        return shown

    yield shown_to
    for context in opened:
        context.close()
    assert errors == []
