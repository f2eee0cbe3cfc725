"""People and keys on the command line: the same words, the same audit as in the browser."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.ledger import keys, users
from mqa.ledger.audit import Wanted, changes
from tests.cli.workspace import answer, done, mqa


def test_a_person_is_added_with_a_link_that_leads_to_a_password(workspace):
    said = done(workspace, "user", "add", "Ada@example.com", "--role", "admin", "--url", "https://mqa.example.com")
    assert "ada@example.com may sign in as admin." in said
    assert "https://mqa.example.com/welcome/ada@example.com~" in said


def test_the_link_is_a_path_where_nobody_said_where_the_server_is(workspace):
    said = done(workspace, "user", "add", "ada@example.com")
    assert "behind the address of your server" in said
    assert "\n  /welcome/ada@example.com~" in said
    assert "://" not in said
    assert answer(workspace, "user", "add", "bo@example.com")["link"].startswith("/welcome/bo@example.com~")


def test_the_link_begins_with_the_address_that_the_workspace_names(workspace):
    settings = workspace / "mqa.yaml"
    named = settings.read_text().replace("workspace:\n", "workspace:\n  address: https://mqa.example.com\n", 1)
    settings.write_text(named)
    done(workspace, "user", "add", "ada@example.com")
    assert "https://mqa.example.com/welcome/ada@example.com~" in done(workspace, "user", "password", "ada@example.com")


def test_a_password_may_be_given_at_once(workspace):
    from click.testing import CliRunner

    from mqa.cli import main

    words = ["--workspace", str(workspace), "user", "add", "ada@example.com", "--ask-password"]
    result = CliRunner().invoke(main, words, input="four plain words\nfour plain words\n")
    assert result.exit_code == 0, result.output
    assert users.right_password("ada@example.com", "four plain words")
    assert "four plain words" not in result.output


def test_everybody_is_listed_with_their_role(workspace):
    assert "Next: mqa user add" in done(workspace, "user", "list")
    done(workspace, "user", "add", "ada@example.com", "--role", "admin", "--name", "Ada")
    assert answer(workspace, "user", "list") == {
        "users": [{"email": "ada@example.com", "name": "Ada", "role": "admin", "may_sign_in": True}]
    }


def test_a_role_is_changed_and_written_down(workspace):
    done(workspace, "user", "add", "rep@example.com")
    assert "rep@example.com is sales now." in done(workspace, "user", "role", "rep@example.com", "sales")
    found, _ = changes(Wanted(about="rep@"))
    assert (found[0].who, found[0].before, found[0].after) == ("command line", {"role": "viewer"}, {"role": "sales"})


def test_somebody_is_shut_out_and_let_in_again(workspace):
    done(workspace, "user", "add", "rep@example.com")
    assert answer(workspace, "user", "deactivate", "rep@example.com")["may_sign_in"] is False
    assert answer(workspace, "user", "activate", "rep@example.com")["may_sign_in"] is True


def test_a_password_is_taken_away(workspace):
    users.add("rep@example.com", "sales", password="four plain words", by="test", now=changed_at())
    assert "/welcome/" in done(workspace, "user", "password", "rep@example.com")
    assert users.right_password("rep@example.com", "four plain words") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "nobody"], "“nobody” is not an e-mail address."),
        (["role", "reb@example.com", "sales"], "Did you mean “rep@example.com”?"),
        (["deactivate", "ada@example.com"], "ada@example.com is the last admin."),
        (["add", "rep@example.com"], "rep@example.com is here already."),
    ],
)
def test_what_cannot_be_is_refused_with_its_mend(workspace, words, said):
    done(workspace, "user", "add", "ada@example.com", "--role", "admin")
    done(workspace, "user", "add", "rep@example.com")
    result = mqa(workspace, "user", *words)
    assert result.exit_code == 2
    assert said in result.output


def test_the_secret_of_a_key_is_shown_once(workspace):
    made = answer(workspace, "key", "add", "warehouse", "--scope", "read", "--scope", "answer")
    key = keys.known(made["secret"], datetime.now(UTC))
    assert key is not None
    assert key.scopes == ("read", "answer")
    listed = done(workspace, "key", "list")
    assert made["prefix"] in listed
    assert made["secret"] not in listed


def test_a_revoked_key_opens_nothing(workspace):
    made = answer(workspace, "key", "add", "warehouse")
    assert "is accepted no more" in done(workspace, "key", "revoke", made["prefix"])
    assert keys.known(made["secret"], datetime.now(UTC)) is None
    assert mqa(workspace, "key", "revoke", "nothing1").exit_code == 2


def changed_at():
    from django.utils import timezone

    return timezone.now()


@pytest.fixture(autouse=True)
def _open(workspace):
    """The ledger of the workspace, for what a test asks of it directly."""
    from mqa import workspaces

    workspaces.open_stores(workspaces.opened(workspace))
