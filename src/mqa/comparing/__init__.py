"""Comparing: who would stand elsewhere under another version of a definition, and why.

open, judge  both versions on one world, on the same days    (sides)
ask          who stands where under each, and who moves      (judging, queries)
count        who is new for sales, beside what it can take   (volume)
explain      since when somebody moves, and what decides     (reasons)
tell         all of it as data and in words                  (found, words)
"""

from mqa.comparing.found import Compared, Flow, LevelChange, Moved, Part, Period
from mqa.comparing.judging import compared

__all__ = ["Compared", "Flow", "LevelChange", "Moved", "Part", "Period", "compared"]
