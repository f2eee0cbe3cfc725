"""`mqa describe`: the playbook, as text, as a page, in a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.workspace import answer, done, mqa, written


@pytest.fixture
def harrow(tmp_path: Path) -> Path:
    return written(tmp_path / "harrow")


def test_the_draft_is_told_with_its_stories(harrow: Path) -> None:
    told = done(harrow, "describe")
    assert told.startswith("# Harrow new business: the playbook")
    assert "## Examples" in told


def test_stories_may_be_left_out(harrow: Path) -> None:
    assert "## Examples" not in done(harrow, "describe", "--without-stories")


def test_the_page_stands_alone(harrow: Path) -> None:
    page = done(harrow, "describe", "--html")
    assert "<h1>Harrow new business: the playbook</h1>" in page
    assert not [word for word in ("<script", "<link", "<img", "src=", 'href="h', 'href="/') if word in page]


def test_the_page_lists_its_chapters_and_tells_signals_in_a_table(harrow: Path) -> None:
    page = done(harrow, "describe", "--html")
    chapters = re.findall(r'<a href="#([a-z-]+)">', page)
    assert chapters[:2] == ["in-one-minute", "who-fits"]
    assert chapters == re.findall(r'<h2 id="([a-z-]+)">', page)
    assert '<td data-of="What they do">Demo request</td>' in page
    assert '<td data-of="Fades">half in 30 days</td>' in page


def test_a_story_that_does_not_come_out_is_no_example_and_said_to_be_left_out(harrow: Path) -> None:
    told = harrow / "stories" / "harrow" / "one-person-is-not-a-committee.yaml"
    told.write_text(told.read_text(encoding="utf-8").replace("level: Watch", "level: Priority"), encoding="utf-8")
    examples = done(harrow, "describe").partition("## Examples")[2]
    assert "1 more did not: “mqa stories” says why." in examples


def test_it_is_written_to_a_file(harrow: Path, tmp_path: Path) -> None:
    said = done(harrow, "describe", "--html", "--output", str(tmp_path / "playbook.html"))
    assert said == f"Written to {tmp_path / 'playbook.html'}.\n"
    assert (tmp_path / "playbook.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_is_said_to_be_so(harrow: Path) -> None:
    refused = mqa(harrow, "describe", "--output", "/nowhere/playbook.md")
    assert (refused.exit_code, "cannot be written: no such file or directory" in refused.stderr) == (2, True)


def test_programs_get_each_sentence_by_section(harrow: Path) -> None:
    said = answer(harrow, "describe")
    assert said["sections"]["levels"][0] == {
        "name": "Account of interest",
        "words": "When “Good fit” holds. Stage account of interest. Entered after 1 day. Then: nurture.",
    }


def test_on_the_screen_words_stand_as_they_are_read_and_as_markdown_only_where_that_is_asked(harrow: Path) -> None:
    assert "*finance director*" in done(harrow, "describe", "--without-stories")
    assert "\\*finance director\\*" in done(harrow, "describe", "--without-stories", "--markdown")


def test_without_stories_that_can_be_read_the_rest_is_told_and_why(harrow: Path) -> None:
    told = harrow / "stories" / "harrow" / "one-person-is-not-a-committee.yaml"
    told.write_text(told.read_text(encoding="utf-8").replace("level: Watch", "level: Wach"), encoding="utf-8")
    examples = done(harrow, "describe").partition("## Examples")[2]
    assert examples.strip() == (
        "There are no examples: the stories cannot be read (1 problem). “mqa stories” says what is wrong."
    )


def test_of_a_version_that_is_not_the_files_it_is_said_that_there_are_no_examples(harrow: Path) -> None:
    done(harrow, "definition", "submit")
    kept = answer(harrow, "definition", "history")["draft"]
    assert "#### " in done(harrow, "describe", kept)
    file = harrow / "definitions" / "harrow.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("points: 40,", "points: 41,"), encoding="utf-8")
    assert "There are no examples: the stories are of what the file says, version" in done(harrow, "describe", kept)


def test_who_signed_is_told_where_teams_sign(harrow: Path) -> None:
    assert "The file says it was agreed on 30 June 2026 by marketing and sales." in done(harrow, "describe")
    file = harrow / "mqa.yaml"
    file.write_text(
        file.read_text().replace("identity:\n", "agreement: { sign_off: [marketing, sales] }\n\nidentity:\n")
    )
    assert "“Harrow new business”. Not signed yet by marketing and sales." in done(harrow, "describe")
    done(harrow, "definition", "submit")
    done(harrow, "definition", "sign", "--as", "sales", "--by", "rita@harrow.example", "--yes")
    assert re.search(r"Signed by sales on \d+ \w+ \d{4}\. Not signed yet by marketing\.", done(harrow, "describe"))
