"""Names of companies on real lists: what benchmarks/identity.md promises, where nothing was fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from benchmarks import name_sets
from benchmarks.name_finding import found, joined
from benchmarks.name_judging import best, lookup_curve, most_recall, pairwise
from benchmarks.name_page import F1, PAIRS, PRECISION, RECALL, answers
from mqa.identity.clustering import JOINED

pytestmark = pytest.mark.real


def test_names_as_banks_write_them_are_found_among_listed_companies(real_data: Path) -> None:
    lookup = name_sets.listed(real_data / "names")
    ours = answers(pa.concat_tables(found(lookup.wanted, lookup.known)), len(lookup.wanted))
    curve = lookup_curve(ours, lookup.truth, np.flatnonzero(lookup.held_out))
    assert best(curve).f1 >= F1
    assert most_recall(curve, 0.95) >= RECALL


def test_names_of_patent_assignees_are_joined_and_nearly_none_wrongly(real_data: Path) -> None:
    patents = name_sets.patents(real_data / "names")
    judged = pairwise(joined(patents.names, JOINED), patents.companies)
    assert judged.precision >= PRECISION
    assert judged.recall >= PAIRS
