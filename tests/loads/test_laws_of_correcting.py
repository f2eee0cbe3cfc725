"""Whatever is said of who is who, and whenever: nothing is lost, no past day changes, and order does not matter."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import NamedTuple
from uuid import uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mqa.loads.storing import TABLES
from mqa.terms.problems import Refused
from tests.loads.desk import TODAY, Desk
from tests.loads.mistaken import KEYS, LATER, copy_of, everything, say, undo, written

DOMAINS = st.sampled_from(("acme.com", "acme.de", "other.com"))
PEOPLE = st.sampled_from(("ann@acme.com", "bo@acme.de", "eve@gmail.com"))
few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Word(NamedTuple):
    """What somebody says: its kind, of whom, and to whom."""

    kind: str
    subject: str
    to: str


WORDS = st.lists(
    st.one_of(
        st.builds(Word, st.just("merge"), DOMAINS, DOMAINS),
        st.builds(Word, st.just("alias"), st.sampled_from(("acme.de", "acme.se")), DOMAINS),
        DOMAINS.map(lambda domain: Word("split", domain, domain)),
        st.builds(Word, st.just("never"), DOMAINS, st.just("")),
        st.builds(Word, st.just("assign"), PEOPLE, DOMAINS | st.just("")),
        st.builds(Word, st.just("role"), PEOPLE, st.just("Champion")),
    ),
    min_size=1,
    max_size=3,
)


def said(desk: Desk, word: Word, today: int = LATER) -> int:
    """The number under which a word is noted; 0 where it is refused."""
    try:
        return say(desk, *word, today).said.number
    except Refused:
        return 0


def sums(desk: Desk, known_at: int) -> dict[str, Counter[tuple[object, ...]]]:
    """Every signed row as it adds up by a day; by which rule people came to an account is left out."""
    found = {}
    for name in KEYS:
        columns = [column for column in TABLES[name].columns if column not in ("known_on", "times", "rule")]
        total: Counter[tuple[object, ...]] = Counter()
        for known_on, times, *row in desk.rows(name, ", ".join(("known_on", "times", *columns))):
            if int(str(known_on)) <= known_at:
                total[tuple(row)] += int(str(times))
        found[name] = Counter({row: times for row, times in total.items() if times})
    return found


@few
@given(words=WORDS, order=st.randoms(use_true_random=False), day=st.sampled_from((LATER, LATER + 1)))
@example(words=[Word("never", "acme.com", "")], order=Random(1), day=LATER)
def test_what_is_said_and_undone_leaves_everything_as_it_was(mistaken, tmp_path, words, order, day):
    desk = copy_of(mistaken, tmp_path / uuid4().hex)
    before = sums(desk, TODAY)
    numbers = [number for word in words if (number := said(desk, word))]
    assert sums(desk, TODAY) == before
    order.shuffle(numbers)
    for number in numbers:
        try:
            undo(desk, number, day)
        except Refused:  # the earlier word that would hold again leads in a circle with a later one
            numbers.append(number)
    assert sums(desk, TODAY) == before
    assert sums(desk, LATER + 1) == before


@few
@given(words=WORDS, after=st.integers(0, 3))
def test_it_does_not_matter_whether_something_is_said_before_or_after_loading(tmp_path, words, after):
    found = []
    for split in (len(words), after):
        desk = written(tmp_path / uuid4().hex)
        desk.load(sources=["CRM accounts", "CRM contacts"])
        for word in words[: len(words) - split]:
            said(desk, word)
        desk.load()
        for word in words[len(words) - split :]:
            said(desk, word)
        found.append([everything(desk, day) for day in (TODAY, LATER)])
    assert found[0] == found[1]
