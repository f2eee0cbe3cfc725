"""Pages of a workspace with three definitions: each shows the one that was chosen, until another is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from mqa import workspaces
from mqa.ledger.models import Handoff, User
from tests.cli.several import EXPANSION, NEW, PRODUCT, side_by_side
from tests.prepared import prepared
from tests.web.conftest import PEOPLE, hashed, signed_in

PAGES = ("inbox", "accounts", "dashboard", "definition")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The workspace, with people who may sign in."""
    made = prepared("three", side_by_side, tmp_path_factory)
    folder = shutil.copytree(made, tmp_path_factory.mktemp("three") / "harrow")
    workspaces.open_stores(workspaces.opened(folder))
    User.objects.bulk_create(
        User(email=email, name=name, role=role, password=hashed()) for role, (email, name) in PEOPLE.items()
    )
    yield folder
    connections.close_all()


@pytest.fixture
def visitor(three: Path) -> Any:
    """Somebody of marketing."""
    from mqa.web.settings import configure

    workspace = workspaces.opened(three)
    workspaces.open_stores(workspace)
    configure(workspace, hosts=["testserver"])
    return signed_in("marketing")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_lets_one_choose(visitor: Any, page: str) -> None:
    for chosen in (PRODUCT, NEW, EXPANSION):
        shown = visitor.get(f"/{page}?definition={chosen}").content.decode()
        assert f"<option selected>{chosen}</option>" in shown
        assert all(f">{name}</option>" in shown for name in (NEW, EXPANSION, PRODUCT))


@pytest.mark.parametrize("page", PAGES)
def test_the_one_that_was_chosen_is_shown_on_the_next_page_too(visitor: Any, page: str) -> None:
    visitor.get(f"/accounts?definition={PRODUCT}")
    assert f"<option selected>{PRODUCT}</option>" in visitor.get(f"/{page}").content.decode()


def test_an_inbox_has_the_handoffs_of_one_definition(visitor: Any) -> None:
    for name in (NEW, EXPANSION, PRODUCT):
        rows = visitor.get(f"/inbox.json?whose=all&definition={name}").json()["rows"]
        assert {row["definition"] for row in rows} == {name}
        waiting = Handoff.objects.filter(definition=name, closed_at=None).values_list("account_id", flat=True)
        assert sorted(row["account_id"] for row in rows) == sorted(waiting) != []


def test_the_api_asks_for_one_by_its_name(visitor: Any) -> None:
    found = {
        name: visitor.get(f"/api/v1/handoffs?definition={name}").json()["handoffs"]
        for name in (NEW, EXPANSION, PRODUCT)
    }
    assert {name: {one["definition"] for one in some} for name, some in found.items()} == {
        name: {name} for name in found
    }
