"""What a day looks like with the knowledge of another, and a day that is made again of what its run saw."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from mqa.ledger.models import Run
from tests.cli.workspace import DAY, answer, done, mqa

BEST = "brightport-example.com"
SUNDAY, MONDAY = "2026-06-28", "2026-06-29"  # what Jonas did on Sunday was delivered on Monday


def engagement(said: Any) -> int:
    return int(said["scores"]["engagement"])


@pytest.fixture
def known(made: Path, tmp_path: Path) -> Path:
    """A workspace with runs of Sunday by what was known on it, then by what was known on Monday."""
    folder = shutil.copytree(made, tmp_path / "harrow")
    done(folder, "run", "--as-of", SUNDAY)
    done(folder, "run", "--as-of", SUNDAY, "--known-at", MONDAY)
    return folder


def test_a_day_without_a_run_is_explained_with_the_knowledge_asked_for(made):
    own, more = (answer(made, "explain", BEST, "--as-of", SUNDAY, "--known-at", day) for day in (SUNDAY, MONDAY))
    assert (own["known_at"], own["run"], more["known_at"], more["run"]) == (SUNDAY, None, MONDAY, None)
    assert engagement(own) < engagement(more)
    assert engagement(own) == engagement(answer(made, "explain", BEST, "--as-of", SUNDAY))


def test_a_run_with_other_knowledge_takes_no_other_runs_place(known):
    asked = [(), ("--known-at", SUNDAY), ("--known-at", MONDAY)]
    assert [answer(known, "explain", BEST, "--as-of", SUNDAY, *words)["run"] for words in asked] == [2, 2, 3]


def test_knowledge_is_that_of_the_latest_day_where_no_day_is_named(made):
    less = answer(made, "explain", BEST, "--known-at", SUNDAY)
    assert (less["as_of"], less["known_at"]) == (DAY, SUNDAY)


def test_nothing_is_known_at_a_day_yet_to_come(made):
    for words in (["explain", BEST], ["replay", "--from", SUNDAY, "--to", DAY], ["changes", "--since", SUNDAY]):
        assert "is yet to come" in mqa(made, *words, "--known-at", "2099-01-01").stderr


def test_the_last_day_of_a_replay_uses_the_later_knowledge_and_none_uses_more_than_the_earlier(made):
    def transitions(*words: str) -> Any:
        return answer(made, "replay", "--from", "2026-06-01", "--to", SUNDAY, *words)["transitions"]

    assert transitions("--known-at", SUNDAY) == transitions()
    assert transitions("--known-at", "2026-06-10") == [one for one in transitions() if one["as_of"] <= "2026-06-10"]


def test_between_two_days_with_the_same_knowledge_only_acts_of_those_days_are_new(made):
    words = ("changes", "--since", SUNDAY, "--until", MONDAY, "--account", BEST)
    each, same = answer(made, *words), answer(made, *words, "--known-at", MONDAY)
    moved = [next(one for one in said["scores"] if one["score"] == "engagement") for said in (each, same)]
    assert moved[0]["now_micro"] == moved[1]["now_micro"]
    assert moved[0]["was_micro"] < moved[1]["was_micro"]
    assert same["since"]["known_at"] == MONDAY


def test_a_run_tells_what_it_rests_on_and_what_its_rows_are(known):
    said = answer(known, "status")["runs"][0]
    again = answer(known, "run", "--as-of", SUNDAY, "--known-at", MONDAY)
    assert again["again"] == {"run": said["run"], "content": said["content"], "same": True}
    assert (len(again["content"]), again["went_on_from"], again["known_at"]) == (72, None, MONDAY)
    assert again["last_load"] > 0


def test_of_rows_that_were_hashed_in_another_way_nothing_is_said(known):
    answer(known, "status")  # opens its ledger
    Run.objects.filter(pk=2).update(content="1f" * 32)
    assert "hashed in another way" in done(known, "run", "--as-of", SUNDAY)


def test_a_past_day_is_made_again_of_what_its_run_saw_unless_it_is_made_anew(known):
    late = "F-99,2026-06-20T10:00:00,demo,,someone.new@brightport-example.com"
    forms = known / "data/forms.csv"
    forms.write_text(f"{forms.read_text().rstrip()}\n{late}\n")
    done(known, "load")
    own = answer(known, "explain", BEST, "--as-of", SUNDAY)
    assert "the same as of run 2" in done(known, "run", "--as-of", SUNDAY)
    assert engagement(answer(known, "explain", BEST, "--as-of", SUNDAY)) == engagement(own)
    assert answer(known, "run", "--as-of", SUNDAY, "--anew")["again"] is None
    assert engagement(answer(known, "explain", BEST, "--as-of", SUNDAY)) > engagement(own)


def test_what_was_loaded_since_a_run_is_not_told_of_it(known):
    late = "F-99,2026-06-20T10:00:00,demo,,someone.new@brightport-example.com"
    before = answer(known, "explain", BEST, "--as-of", SUNDAY, "--all")
    forms = known / "data/forms.csv"
    forms.write_text(f"{forms.read_text().rstrip()}\n{late}\n")
    done(known, "load")
    assert answer(known, "explain", BEST, "--as-of", SUNDAY, "--all") == before


def test_what_was_loaded_since_the_first_day_was_run_moved_its_scores(known):
    words = ("changes", "--since", SUNDAY, "--account", BEST)
    before = next(one for one in answer(known, *words)["scores"] if one["score"] == "engagement")
    forms = known / "data/forms.csv"
    late = "F-99,2026-06-20T10:00:00,demo,,someone.new@brightport-example.com"
    forms.write_text(f"{forms.read_text().rstrip()}\n{late}\n")
    accounts = known / "data/accounts.csv"
    accounts.write_text(
        accounts.read_text().replace("NL,1800,logistics", "NL,1800,retail").replace("2026-03-12", "2026-06-20")
    )
    done(known, "load")
    done(known, "run", "--as-of", DAY, "--anew")
    said = {one["score"]: one for one in answer(known, *words)["scores"]}
    engaged = said["engagement"]
    assert engaged["was_micro"] == before["was_micro"]
    assert engaged["now_micro"] == engagement(answer(known, "explain", BEST)) > before["now_micro"]
    assert engaged["moved_micro"]["new acts"] > before["moved_micro"]["new acts"]
    assert (said["fit"]["moved_micro"]["facts"] < 0, said["fit"]["moved_micro"]["identity"]) == (True, 0)
