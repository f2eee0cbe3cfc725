"""The page Definition: text and words side by side, problems at their lines, versions."""

from __future__ import annotations

import re

import pytest

from mqa.ledger.definitions import keep
from mqa.ledger.models import Run
from mqa.web.pages.definition import sections


@pytest.fixture
def file(tmp_path):
    """The file of the definition of a workspace that a test may change."""
    return tmp_path / "harrow" / "definitions" / "harrow.yaml"


def lines(page, weight: str) -> list[int]:
    """The numbers of the lines that a page marks."""
    return [int(number) for number in re.findall(rf'id="L(\d+)" class="line--{weight}"', page.content.decode())]


def test_every_line_of_the_text_is_shown_under_its_number(client, site):
    said = client("viewer").get("/definition").content.decode()
    text = (site.folder / "definitions" / "halyard.yaml").read_text(encoding="utf-8")
    shown = re.findall(r'<tr id="L(\d+)".*?code-line[^"]*">(.*?)</td>', said, re.DOTALL)
    plain = {int(number): re.sub(r"</?[bi]>", "", words) for number, words in shown}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            assert plain[number].replace("&quot;", '"').replace("&#x27;", "'").replace("&gt;", ">") == line


def test_a_rule_stands_in_words_beside_its_section_and_leads_to_its_line(client):
    said = client("viewer").get("/definition").content.decode()
    assert "Needed: employees at least 200; who misses it stays a suspect, which nobody works on." in said
    assert re.search(r'<a href="#L\d+">Large enough</a>', said)


def test_it_is_also_there_for_programs(client):
    found = client("viewer").get("/definition.json").json()
    assert found["name"] == "Halyard new business"
    assert found["agreed_by"] == ["marketing", "sales"]
    assert "\n# Halyard" in found["text"]
    assert found["problems"] == []
    (version,) = found["versions"]
    assert version["runs"] == Run.objects.filter(version=version["version"]).count() > 0
    rule = next(row for row in found["rows"] if row["name"] == "Large enough")
    assert rule["section"] == "fit"


def test_a_problem_in_the_file_is_said_at_its_line_and_what_was_read_before_holds(empty, file):
    browser = empty("marketing")
    assert b"cannot be used" not in browser.get("/definition").content
    text = file.read_text(encoding="utf-8")
    line = next(nth for nth, one in enumerate(text.splitlines(), 1) if "any_of:" in one)
    file.write_text(text.replace("any_of:", "any_off:", 1), encoding="utf-8")
    page = browser.get("/definition")
    assert page.status_code == 200
    assert b"The file cannot be used as it is now" in page.content
    assert line in lines(page, "problem")
    assert browser.get("/data").status_code == 200
    file.write_text(text, encoding="utf-8")
    assert b"cannot be used" not in browser.get("/definition").content


def test_before_the_first_run_there_are_no_versions(empty):
    assert b"No version was run yet" in empty("viewer").get("/definition").content


def test_an_earlier_version_shows_what_has_changed_since(empty, file):
    text = file.read_text(encoding="utf-8")
    name = re.findall(r"^ +name: (.+?)(?: +#.*)?$", text, re.MULTILINE)[0]
    older = text.replace("half_life: 14 days", "half_life: 15 days", 1)
    assert older != text
    keep(name, "0123456789abcdef", older)
    page = empty("viewer").get("/definition/0123456789abcdef")
    changed = [nth for nth, (a, b) in enumerate(zip(older.splitlines(), text.splitlines(), strict=True), 1) if a != b]
    assert lines(page, "changed") == changed


def test_of_a_version_that_cannot_be_read_any_more_nothing_is_told_but_its_text_and_why(empty, file):
    text = file.read_text(encoding="utf-8")
    name = re.findall(r"^ +name: (.+?)(?: +#.*)?$", text, re.MULTILINE)[0]
    keep(name, "0123456789abcdef", text.replace("half_life: 14 days", "half_life: 15 days", 1))
    browser = empty("viewer")
    why = "Version 01234567 can no longer be read"
    assert why in browser.get("/definition/0123456789abcdef").content.decode()
    found = browser.get("/definition/0123456789abcdef.json").json()
    assert (found["version"], found["agreed_on"], "rows" in found) == ("0123456789abcdef", None, False)
    assert "half_life: 15 days" in found["text"]
    assert why in found["problems"][0]["what"]
    assert browser.get("/definition/0123456789abcdef.csv").status_code == 503


def test_the_definition_that_was_asked_for_last_stays_where_there_are_several(empty, file):
    second = file.with_name("second.yaml")
    text = file.read_text(encoding="utf-8")
    name = re.findall(r"^ +name: (.+?)(?: +#.*)?$", text, re.MULTILINE)[0]
    second.write_text(text.replace(f"name: {name}", "name: Éclair"), encoding="utf-8")
    workspace = file.parents[1] / "mqa.yaml"
    listed = workspace.read_text(encoding="utf-8").replace(
        "[definitions/harrow.yaml]", "[definitions/harrow.yaml, definitions/second.yaml]"
    )
    workspace.write_text(listed, encoding="utf-8")
    browser = empty("viewer")
    assert browser.get("/definition.json").json()["name"] == name
    assert browser.get("/definition.json?definition=Éclair").json()["name"] == "Éclair"
    assert browser.get("/definition.json").json()["name"] == "Éclair"
    assert browser.get(f"/definition.json?definition={name}").json()["name"] == name


def test_a_version_is_found_by_its_first_digits_where_no_other_begins_so(empty, file):
    text = file.read_text(encoding="utf-8")
    for version in ("0123456789abcdef", "0123456fffffffff"):
        keep("Harrow new business", version, text)
    browser = empty("viewer")
    assert browser.get("/definition/01234567").status_code == 200
    assert browser.get("/definition/012345").status_code == 404


def test_on_a_small_screen_the_text_is_folded_away_until_somebody_asks(empty):
    assert 'id="as-written"' in empty("viewer").get("/definition").content.decode()


def test_a_version_that_was_never_run_is_not_there(client):
    assert client("viewer").get("/definition/0123456789abcdef").status_code == 404


def test_a_comment_goes_with_the_section_that_follows_it():
    text = "# about it all\n\na:\n  one: 1\n\n\n# WHO\nb:  # yes\n  - x: 'it # is'\n"
    found = sections(text, {}, ())
    assert [(part.key, [line.number for line in part.lines]) for part in found] == [
        ("a", [1, 2, 3, 4]),
        ("b", [7, 8, 9]),
    ]
    assert [(line.key, line.rest, line.comment) for line in found[1].lines][1:] == [
        ("b:", "  ", "# yes"),
        ("", "- x: 'it # is'", ""),
    ]
