"""What handing off came to, in sentences for whoever started it."""

from __future__ import annotations

from collections.abc import Iterator

from mqa.delivery.handing import HandedOff

MOST_NAMED = 5  # of those that were left out


def left_out_words(handed: HandedOff) -> Iterator[str]:
    """Who could not be handed off, in a sentence each; of many the first, and how many there are."""
    for one in handed.left_out[:MOST_NAMED]:
        yield f"{one.called} could not be handed off: {one.why}."
    if handed.left_out:
        further = len(handed.left_out) - MOST_NAMED
        more = f"{further:,} more could not be handed off. " if further > 0 else ""
        until = "the next call where the level is handed off at once, else the next moment of the cadence"
        yield f"{more}It is tried again with {until}."
