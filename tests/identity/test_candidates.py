"""Which known names are looked at closely for a wanted one."""

from __future__ import annotations

from functools import cache
from random import Random

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.identity.candidates import STEPS, Bounds, found_by, rarity_rows, word_rows
from mqa.identity.names import name_forms
from mqa.pipeline import sql
from tests.engines.steps import Engine, read_by, rows
from tests.tables import Value, table

WANTED = table("""
    wanted_id  word
    1          acme
    1          group
    2          group
""")
KNOWN = table("""
    known_id  word
    10        acme
    10        group
    11        group
    12        acme
    13        group
""")
WORDS = table("""
    word   names  rarity
    acme   2      1500
    group  3      1000
""")


def candidates(engine: Engine, bounds: str) -> list[tuple[Value, ...]]:
    """(wanted, known, shared, place) within bounds: names, candidates, parts."""
    of = table(f"names  candidates  parts\n{bounds}")
    return rows(engine, "identity/candidates.sql", wanted_words=WANTED, known_words=KNOWN, words_known=WORDS, bounds=of)


def test_a_candidate_shares_words_and_the_one_that_shares_rarer_ones_comes_first(engine: Engine) -> None:
    assert candidates(engine, "9  9  9") == [
        (1, 10, 2500, 1),
        (1, 11, 1000, 3),
        (1, 12, 1500, 2),
        (1, 13, 1000, 4),
        (2, 10, 1000, 1),
        (2, 11, 1000, 2),
        (2, 13, 1000, 3),
    ]


def test_no_more_names_are_looked_at_than_the_bounds_say(engine: Engine) -> None:
    assert candidates(engine, "2  9  9") == [(1, 10, 1500, 1), (1, 12, 1500, 2)]


def test_so_many_candidates_are_kept(engine: Engine) -> None:
    assert candidates(engine, "9  1  9") == [(1, 10, 2500, 1), (2, 10, 1000, 1)]


def test_who_shares_much_less_than_the_best_is_no_candidate(engine: Engine) -> None:
    assert candidates(engine, "3  9  2") == [
        (1, 10, 1500, 1),
        (1, 12, 1500, 2),
        (2, 10, 1000, 1),
        (2, 11, 1000, 2),
        (2, 13, 1000, 3),
    ]


def test_a_word_that_more_names_share_than_may_be_found_finds_nothing(engine: Engine) -> None:
    rarities = table("""
        names  rarity
        1      2000
        2      1500
    """)
    assert rows(engine, "identity/words_known.sql", known_words=KNOWN, rarities=rarities) == [("acme", 2, 1500)]


def test_a_word_of_half_as_many_names_says_one_bit_more() -> None:
    assert rarity_rows(Bounds(names=4)) == [(1, 16_609_640), (2, 15_609_640), (3, 15_024_678), (4, 14_609_640)]


def test_each_name_has_a_row_for_each_word_it_is_found_by() -> None:
    made = word_rows([name_forms("Acme"), name_forms("")], [7, 8], "known_id")
    assert sorted(made.to_pylist(), key=lambda row: row["word"]) == [
        {"known_id": 7, "word": word} for word in ("#acme", ">acme", "acme", "~acm")
    ]


def test_the_steps_read_what_the_module_makes() -> None:
    assert [sorted(read_by(sql(file))) for file in STEPS.values()] == [
        ["known_words", "rarities"],
        ["bounds", "known_words", "wanted_words", "words_known"],
        ["bounds", "changed_words", "known_words", "wanted_words"],
    ]


def shared(one: str, other: str) -> set[str]:
    return found_by(name_forms(one)) & found_by(name_forms(other))


def test_names_find_each_other_cut_off_misspelt_written_as_one_or_by_initials() -> None:
    assert shared("Halyard Rigg. Serv.", "Halcyon Rigging")
    assert shared("Haliard", "Halyard")
    assert shared("Blue Halyard", "BlueHalyard")
    assert shared("BHC", "Blue Halyard Company Services") == set()
    assert shared("BHS", "Blue Halyard Services") == {"#bhs"}


def asked_again(engine: Engine, changed: str, bounds: str) -> list[tuple[Value, ...]]:
    """The wanted names to be asked again where these words changed, within bounds: names, candidates, parts."""
    of = table(f"names  candidates  parts\n{bounds}")
    changed_words = table(f"word\n{changed}")
    return rows(
        engine,
        "identity/asked_again.sql",
        wanted_words=WANTED,
        known_words=KNOWN,
        changed_words=changed_words,
        bounds=of,
    )


def test_who_shares_a_word_with_a_changed_name_is_asked_again(engine: Engine) -> None:
    assert asked_again(engine, "acme", "9  9  9") == [(1,)]
    assert asked_again(engine, "steel", "9  9  9") == []


def test_a_word_that_too_many_names_had_before_asks_nobody_again(engine: Engine) -> None:
    assert asked_again(engine, "group", "2  9  9") == [(1,), (2,)]
    assert asked_again(engine, "group", "1  9  9") == []


words = st.sampled_from(["acme", "group", "halyard", "harrow", "bank"])
lists = st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=6)


@settings(max_examples=20, deadline=None)
@given(lists, lists, st.randoms(use_true_random=False))
def test_the_order_of_words_and_names_never_matters(wanted: list[str], known: list[str], draw: Random) -> None:
    names = list(enumerate(wanted)), list(enumerate(known))
    shuffled = draw.sample(names[0], len(wanted)), draw.sample(names[1], len(known))
    assert found_among(*names, Bounds()) == found_among(*shuffled, Bounds())


@settings(max_examples=40, deadline=None)
@given(lists, lists, lists)
def test_a_wanted_name_that_is_not_asked_again_keeps_its_candidates(
    wanted: list[str], known: list[str], changed: list[str]
) -> None:
    names, fewer = list(enumerate(wanted)), list(enumerate(known))
    more = [*fewer, *enumerate(changed, start=100)]
    found = [found_among(names, those, TIGHT) for those in (fewer, more)]
    for those in (fewer, more):  # the others went, the others came
        again = asked_again_among(names, those, more[len(fewer) :])
        kept = [[row for row in rows_found if row[0] not in again] for rows_found in found]
        assert kept[0] == kept[1]


Numbered = list[tuple[int, str]]
TIGHT = Bounds(names=2, candidates=2, parts=2)


def found_among(wanted: Numbered, known: Numbered, bounds: Bounds) -> list[tuple[object, ...]]:
    """wanted_id, known_id, shared, nth."""
    return answered("candidates", wanted_id=wanted, known_id=known, bounds=bounds)


def asked_again_among(wanted: Numbered, known: Numbered, changed: Numbered) -> set[object]:
    """The wanted names that are asked again, within `TIGHT`."""
    connection().register("changed_words", worded(changed, "known_id"))
    return {number for (number,) in answered("asked_again", wanted_id=wanted, known_id=known, bounds=TIGHT)}


def answered(step: str, *, wanted_id: Numbered, known_id: Numbered, bounds: Bounds) -> list[tuple[object, ...]]:
    names, rarity = zip(*rarity_rows(bounds), strict=True)
    connection().register("wanted_words", worded(wanted_id, "wanted_id"))
    connection().register("known_words", worded(known_id, "known_id"))
    connection().register("rarities", pa.table({"names": names, "rarity": rarity}))
    connection().register("bounds", pa.table({column: [value] for column, value in bounds._asdict().items()}))
    connection().execute(f"create or replace table words_known as {sql(STEPS['words_known'])}")
    return sorted(connection().execute(sql(STEPS[step])).fetchall())


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def worded(names: Numbered, column: str) -> pa.Table:
    return word_rows([name_forms(name) for _, name in names], [number for number, _ in names], column)
