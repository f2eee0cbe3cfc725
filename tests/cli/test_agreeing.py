"""From a draft to what runs live: submitted, signed by both teams, activated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mqa.cli import main
from tests.cli.workspace import DAY, answer, done, mqa

FILE = "definitions/harrow.yaml"
BOTH = "agreement: { sign_off: [marketing, sales] }\n\nidentity:\n"
MARKETING = ("--as", "marketing", "--by", "mo@harrow.example", "--yes")
SALES = ("--as", "sales", "--by", "rita@harrow.example", "--yes")


@pytest.fixture
def asks(workspace: Path) -> Path:
    """A workspace that asks for the sign-off of both teams; nothing is loaded."""
    file = workspace / "mqa.yaml"
    file.write_text(file.read_text().replace("identity:\n", BOTH))
    return workspace


def edited(folder: Path, old: str = "points: 40,", new: str = "points: 41,") -> None:
    file = folder / FILE
    file.write_text(file.read_text().replace(old, new))


def refused(folder: Path, *words: str) -> list[tuple[str, str]]:
    """What a command that must be refused says is wrong, and how to mend it."""
    said = mqa(folder, *words, "--json")
    assert said.exit_code == 2, said.output
    return [(problem["what"], problem["mend"]) for problem in json.loads(said.stdout)["problems"]]


def test_without_a_version_that_is_active_nothing_runs_and_what_to_do_is_said(asks: Path) -> None:
    ((what, mend),) = refused(asks, "run", "--as-of", DAY)
    assert what.startswith("No version of “Harrow new business” is active")
    assert mend.startswith("mqa definition submit; then mqa definition sign --as TEAM")


def test_a_definition_goes_from_draft_to_what_runs_live(asks: Path) -> None:
    done(asks, "load")
    submitted = done(asks, "definition", "submit", "--note", "as agreed in June", "--by", "mo@harrow.example")
    assert "No version is active yet." in submitted
    assert (
        f"waits for the signature of marketing and sales. Next: mqa definition sign {draft(asks)} --as"
        in submitted.replace("\n  ", " ")
    )
    assert "waits for the signature of sales." in done(asks, "definition", "sign", *MARKETING)
    assert f"is signed by marketing and sales. Next: mqa definition activate {draft(asks)}" in done(
        asks, "definition", "sign", *SALES
    )
    assert done(asks, "definition", "activate", "--by", "ada@harrow.example").splitlines() == [
        f"Version {draft(asks)} of “Harrow new business” is active.",
        f"Live runs use version {draft(asks)}.",
    ]
    first = answer(asks, "run", "--as-of", DAY)
    edited(asks)
    second = answer(asks, "run", "--as-of", DAY)
    assert second["version"] == first["version"] == first["draft"] != second["draft"]
    told = done(asks, "run", "--as-of", DAY)
    assert f"It used version {first['version'][:8]}, the active one; the file says {draft(asks)}." in told


def draft(folder: Path) -> str:
    """What the file says, as people read a version."""
    return str(answer(folder, "definition", "history")["draft"][:8])


def agreed(folder: Path) -> None:
    """What the file says becomes what runs live."""
    done(folder, "definition", "submit")
    done(folder, "definition", "sign", *MARKETING)
    done(folder, "definition", "sign", *SALES, "--note", "for this quarter")
    done(folder, "definition", "activate")


def test_the_history_says_who_did_what_when_and_why(asks: Path) -> None:
    agreed(asks)
    found = answer(asks, "definition", "history")
    assert [(one["what"], one["team"], one["who"], one["note"]) for one in found["history"]] == [
        ("activated", "", "command line", ""),
        ("signed", "sales", "rita@harrow.example", "for this quarter"),
        ("signed", "marketing", "mo@harrow.example", ""),
        ("submitted", "", "command line", ""),
    ]
    assert found["active"] == found["draft"] == found["proposed"]
    assert (found["must_sign"], found["signed"], found["missing"]) == (
        *(["marketing", "sales"], ["marketing", "sales"], []),
    )
    assert "rita@harrow.example" in done(asks, "definition", "history")


def test_a_changed_file_must_be_signed_anew_and_an_earlier_version_can_be_activated_again(asks: Path) -> None:
    agreed(asks)
    first = answer(asks, "definition", "history")["active"]
    edited(asks)
    assert "which is not submitted. Next: mqa definition submit" in done(asks, "definition", "history")
    agreed(asks)
    assert answer(asks, "definition", "history")["active"] != first
    assert answer(asks, "definition", "activate", first[:8])["active"] == first


def test_only_comments_are_no_change_that_anybody_must_sign(asks: Path) -> None:
    agreed(asks)
    edited(asks, "definition:", "# read it aloud\ndefinition:")
    assert done(asks, "definition", "history").splitlines()[-1] == f"Live runs use version {draft(asks)}."
    ((what, _),) = refused(asks, "definition", "submit")
    assert what == f"Version {draft(asks)} of “Harrow new business” was submitted already, by command line."


def test_what_is_missing_is_said_with_the_command_that_mends_it(asks: Path) -> None:
    assert refused(asks, "definition", "sign", *SALES) == [
        ("No version of “Harrow new business” was submitted yet.", "Submit what the file says: mqa definition submit.")
    ]
    done(asks, "definition", "submit")
    done(asks, "definition", "sign", *SALES)
    ((what, mend),) = refused(asks, "definition", "activate")
    assert what == f"Version {draft(asks)} of “Harrow new business” is not signed by marketing."
    assert f"mqa definition sign {draft(asks)} --as marketing --by WHO" in mend
    ((what, _),) = refused(asks, "definition", "sign", "--as", "sales", "--by", "rob@harrow.example")
    assert what.endswith("is signed for sales already, by rita@harrow.example.")


@pytest.mark.parametrize("who", ["mo@harrow.example", "Mo@Harrow.example"])
def test_nobody_signs_one_version_for_both_teams(asks: Path, who: str) -> None:
    done(asks, "definition", "submit")
    done(asks, "definition", "sign", *MARKETING)
    ((what, mend),) = refused(asks, "definition", "sign", "--as", "sales", "--by", who, "--yes")
    assert what.endswith(f"is signed for marketing by {who}, who cannot sign it for sales too.")
    assert mend.startswith("Let somebody else sign for sales. Who works alone asks for one team: “sign_off: marketing”")
    edited(asks)
    done(asks, "definition", "submit")
    done(asks, "definition", "sign", "--as", "sales", "--by", who, "--yes")


def test_who_is_of_one_team_does_not_sign_for_the_other(asks: Path) -> None:
    done(asks, "definition", "submit")
    done(asks, "user", "add", "rita@harrow.example", "--role", "sales")
    assert refused(asks, "definition", "sign", "--as", "marketing", "--by", "Rita@harrow.example") == [
        ("Rita@harrow.example is of sales here and does not sign for marketing.", "Let somebody of marketing sign.")
    ]
    done(asks, "definition", "sign", *SALES)


def test_a_version_is_no_note_that_is_submitted(asks: Path) -> None:
    assert mqa(asks, "definition", "submit", "3f9c2a17").exit_code == 2


def test_a_version_that_was_never_submitted_is_not_signed(asks: Path) -> None:
    done(asks, "definition", "submit")
    edited(asks)
    ((what, mend),) = refused(asks, "definition", "sign", "draft", *SALES)
    assert (what, mend) == (
        f"Version {draft(asks)} of “Harrow new business” was never submitted.",
        "Submit it first: mqa definition submit.",
    )


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--as", "finance", "--by", "a@b.example"), "“finance” is no team that signs a definition."),
        (("--as", "sales", "--by", "Rita"), "“Rita” is not an e-mail address."),
        (("--as", "sales", "--by", "a@b.example", "--note", "x" * 2_001), "The note has 2,001 characters."),
        (("012345678", "--as", "sales", "--by", "a@b.example"), "“012345678” is no version of “Harrow new business”."),
    ],
)
def test_a_signature_that_makes_no_sense_is_refused(asks: Path, words: tuple[str, ...], what: str) -> None:
    done(asks, "definition", "submit")
    assert [said for said, _ in refused(asks, "definition", "sign", *words, "--yes")] == [what]


def two_versions(folder: Path) -> tuple[str, str]:
    """A version that was active, and one that is; as people read them."""
    agreed(folder)
    first = draft(folder)
    edited(folder)
    agreed(folder)
    return first, draft(folder)


def test_going_back_prompts_nobody_to_go_forth_again(asks: Path) -> None:
    first, second = two_versions(asks)
    assert done(asks, "definition", "activate", first).splitlines() == [
        f"Version {first} of “Harrow new business” is active.",
        f"Live runs use version {first}.",
        f"Version {second}, submitted last, was active before and is not any more.",
    ]
    ((what, mend),) = refused(asks, "definition", "activate")
    assert what.endswith("submitted last, was active, and another took its place.")
    assert mend == f"Name the version that is meant, such as {second}."
    ((_, mend),) = refused(asks, "definition", "submit")
    assert mend.endswith(f"To use it again: mqa definition activate {second}.")
    assert answer(asks, "definition", "activate", second)["active"].startswith(second)


def test_what_was_left_waits_again_once_it_is_submitted_again(asks: Path) -> None:
    first, _ = two_versions(asks)
    done(asks, "definition", "activate", first)
    edited(asks, "points: 41,", "points: 42,")
    done(asks, "definition", "submit")
    edited(asks, "points: 42,", "points: 41,")
    assert f"Next: mqa definition activate {draft(asks)}" in done(asks, "definition", "submit")


def test_what_was_half_signed_is_told_as_superseded(asks: Path) -> None:
    done(asks, "definition", "submit")
    done(asks, "definition", "sign", *MARKETING)
    first = draft(asks)
    edited(asks)
    said = done(asks, "definition", "submit")
    assert f"Version {draft(asks)} superseded {first}, submitted before and never activated." in said
    assert answer(asks, "definition", "history")["superseded"] == [answer(asks, "definition", "show", first)["version"]]
    done(asks, "definition", "sign", *MARKETING)
    done(asks, "definition", "sign", *SALES)
    done(asks, "definition", "activate")
    assert "superseded" not in done(asks, "definition", "history")


def test_who_signs_is_shown_what_it_changes_and_asked(asks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed(asks)
    before = draft(asks)
    edited(asks)
    done(asks, "definition", "submit")
    monkeypatch.setattr("mqa.cli.agreeing.at_a_terminal", lambda: True)
    words = ["--workspace", str(asks), "definition", "sign", *SALES[:-1]]
    declined = CliRunner().invoke(main, words, input="n\n")
    assert declined.exit_code != 0
    assert answer(asks, "definition", "history")["signed"] == []
    said = CliRunner().invoke(main, words, input="y\n").output
    assert f"Version {draft(asks)} changes of version {before}, which is active:" in said
    assert "signals, Demo request: " in said
    assert f"Sign version {draft(asks)} for sales? It cannot be taken back." in said
    assert answer(asks, "definition", "history")["signed"] == ["sales"]


def test_where_nobody_can_be_asked_a_signature_says_that_it_is_meant(asks: Path) -> None:
    done(asks, "definition", "submit")
    assert refused(asks, "definition", "sign", *SALES[:-1]) == [
        (
            f"Nobody is asked here whether to sign version {draft(asks)} for sales.",
            f"Read it (mqa describe {draft(asks)}), then add --yes.",
        )
    ]


def test_where_people_may_sign_in_each_step_is_taken_by_one_whose_role_may(asks: Path) -> None:
    for who, role in (("mo", "marketing"), ("rita", "sales"), ("ada", "admin")):
        done(asks, "user", "add", f"{who}@harrow.example", "--role", role)
    ((what, mend),) = refused(asks, "definition", "submit", "--by", "rita@harrow.example")
    assert what == "rita@harrow.example is of the role sales here, which does not submit a definition."
    assert mend.startswith("Let somebody do it who is of marketing or admin")
    done(asks, "definition", "submit")
    ((what, mend),) = refused(asks, "definition", "sign", "--as", "sales", "--by", "rita2@harrow.example", "--yes")
    assert what == "Nobody here has the address “rita2@harrow.example”."
    assert "rita@harrow.example" in mend
    done(asks, "definition", "sign", *SALES)
    done(asks, "definition", "sign", *MARKETING)
    ((what, _),) = refused(asks, "definition", "activate", "--by", "mo@harrow.example")
    assert what == "mo@harrow.example is of the role marketing here, which does not activate a definition."
    done(asks, "definition", "activate", "--by", "Ada@harrow.example")


def test_who_is_shut_out_signs_nothing(asks: Path) -> None:
    for who in ("rita", "sol"):
        done(asks, "user", "add", f"{who}@harrow.example", "--role", "sales")
    done(asks, "user", "deactivate", "rita@harrow.example")
    done(asks, "definition", "submit")
    assert refused(asks, "definition", "sign", *SALES) == [
        ("rita@harrow.example is shut out here.", "Let somebody do it who may sign in.")
    ]


def test_where_nobody_must_sign_nothing_needs_to_be_activated(workspace: Path) -> None:
    done(workspace, "definition", "submit")
    assert done(workspace, "definition", "history").splitlines()[-1].endswith("Nobody must sign it before it runs.")
    ((what, mend),) = refused(workspace, "definition", "activate")
    assert what == "mqa.yaml asks for no sign-off: what the file says is what runs."
    assert "agreement: { sign_off: [marketing, sales] }" in mend


def test_any_kept_version_is_shown_as_it_was_written_with_its_lists(asks: Path) -> None:
    agreed(asks)
    text = (asks / FILE).read_text()
    first = answer(asks, "definition", "history")["active"]
    edited(asks)
    for file in (asks / "definitions" / "lists").iterdir():
        file.write_text("domain\nelse.example\n")
    assert done(asks, "definition", "show", first[:6]) == done(asks, "definition", "show", "active") == text
    found = answer(asks, "definition", "show", "active")
    assert (found["version"], found["text"], len(found["history"])) == (first, text, 4)
    assert "else.example" not in "".join(found["lists"].values()) != ""


def test_every_step_is_in_the_audit(asks: Path) -> None:
    agreed(asks)
    edited(asks)
    agreed(asks)
    from mqa.ledger.audit import Wanted, changes

    found, _ = changes(Wanted(about="definition Harrow"))
    assert [(one.what, one.who) for one in found[:3]] == [
        ("activated a version", "command line"),
        ("signed a version", "rita@harrow.example"),
        ("signed a version", "mo@harrow.example"),
    ]
    assert found[0].before == {"version": found[-1].after["version"]}
