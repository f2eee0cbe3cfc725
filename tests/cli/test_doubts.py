"""`mqa check --data`: what the loaded data and the last run give reason to doubt."""

from __future__ import annotations

import re

from tests.cli.workspace import DAY, answer, done

HARROW = "definitions/harrow.yaml"
ADDED = """\
  Anything: { engagement_at_least: 0 }
  Unheard of: { facts: [{ fact: fleet, at_least: 9 }] }
"""


def doubted(workspace):
    return [one["what"] for one in answer(workspace, "check", "--data")["problems"] if "reviewed" not in one["what"]]


def test_before_anything_is_loaded_there_is_nothing_to_look_at(workspace):
    assert doubted(workspace) == ["Nothing is loaded that could be looked at."]


def test_what_never_occurred_in_the_data_and_what_nobody_or_everybody_passes_is_remarked_on(workspace):
    file = workspace / HARROW
    text = file.read_text(encoding="utf-8")
    text = re.sub("(?m)^signals:.*$", r"\g<0>\n  Fax: { activity: fax.sent, points: 5 }", text)
    text = re.sub("(?m)^conditions:.*$", rf"\g<0>\n{ADDED}", text)
    file.write_text(text, encoding="utf-8")
    done(workspace, "load")
    before = doubted(workspace)
    done(workspace, "run", "--as-of", DAY)
    found = doubted(workspace)
    assert "No run was made by this version of “Harrow new business”: what all or none pass is not known." in before
    assert "No act in the data counts for “Fax”." in found
    assert "The fact “fleet” is known of no account." in found
    assert "Nobody is found by the title “CIO” of “IT”." in found
    assert "Every account passes “Anything” on the latest day." in found
    assert "No account passes “Unheard of” on the latest day." in found


def test_topics_and_stages_of_content_that_nothing_in_the_data_has_are_remarked_on(workspace):
    file = workspace / HARROW
    text = file.read_text(encoding="utf-8").replace("per_day: 5, stage: awareness", "per_day: 5, stage: by content")
    asked = "  Reads: { topics_at_least: 2, topics: [pricing, fax*], within: 30 days }"
    file.write_text(re.sub("(?m)^conditions:.*$", rf"\g<0>\n{asked}", text), encoding="utf-8")
    source = "{ table: content, files: data/content.csv, columns: { path: url, topic: topic, buying_stage: stage } }"
    with (workspace / "mqa.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n  Pages: {source}\n")
    (workspace / "data/content.csv").write_text("url,topic,stage\n/pricing,pricing,\n", encoding="utf-8")
    done(workspace, "load")
    found = doubted(workspace)
    assert "Nothing in the data is about “fax*”." in found
    assert "Nothing in the data is about “pricing”." not in found
    assert "The map of content tells no stage of anything that counts for “Any other page”." in found
