from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.definition.mutations import mutated, owed, read_everything


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_whatever_stands_in_a_file_its_readers_say_what_is_wrong_and_break_at_nothing(seed):
    assert all(map(owed, read_everything(mutated(seed))))
