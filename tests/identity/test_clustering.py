"""Names that are one company, from links between two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mqa.identity.clustering import JOINED, clusters
from mqa.identity.name_arrays import Floats, Numbers

Links = Mapping[tuple[int, int], float]
IDS = (10, 20, 30, 40, 50)


def clustered(links: Links, ids: tuple[int, ...] = IDS, *, unlinked: float = 0, sure: float = JOINED) -> dict[int, int]:
    """The cluster of each id, where these agree as told and all others as `unlinked`."""
    place = {number: at for at, number in enumerate(ids)}
    pairs = np.array([[place[one], place[other]] for one, other in links], np.int64).reshape(-1, 2).T
    found = clusters(np.array(ids), (pairs[0], pairs[1]), agreement(links, ids, unlinked), sure=sure)
    return dict(zip(ids, found.tolist(), strict=True))


def agreement(links: Links, ids: tuple[int, ...], unlinked: float) -> Callable[[Numbers, Numbers], Floats]:
    known = {frozenset(pair): agreed for pair, agreed in links.items()}

    def of(i: Numbers, j: Numbers) -> Floats:
        pairs = [frozenset((ids[a], ids[b])) for a, b in zip(i.tolist(), j.tolist(), strict=True)]
        return np.array([1.0 if len(pair) == 1 else known.get(pair, unlinked) for pair in pairs])

    return of


def test_names_that_agree_are_one_and_the_others_are_alone() -> None:
    assert clustered({(10, 20): 0.9, (20, 30): 0.9, (10, 30): 0.9}) == {10: 10, 20: 10, 30: 10, 40: 40, 50: 50}


def test_links_lead_on_to_a_name_that_agrees_with_the_core() -> None:
    found = clustered({(10, 20): 0.9, (20, 30): 0.9}, unlinked=0.9)
    assert found[10] == found[20] == found[30] == 20


def test_a_chain_of_links_is_cut_where_a_name_does_not_agree_with_the_core() -> None:
    chain = {(10, 20): 0.95, (20, 30): 0.95, (30, 40): 0.9, (40, 50): 0.9}
    assert clustered(chain) == {10: 20, 20: 20, 30: 20, 40: 40, 50: 40}


def test_one_weak_link_joins_no_two_clusters() -> None:
    assert clustered({(10, 20): 0.99, (20, 30): 0.5, (30, 40): 0.99}) == {10: 10, 20: 10, 30: 30, 40: 30, 50: 50}


def test_one_strong_link_joins_no_two_clusters_whose_names_do_not_agree() -> None:
    found = clustered({(10, 20): 0.99, (20, 30): 0.9, (30, 40): 0.99})
    assert found[10] == found[20] != found[40]


def test_the_core_is_the_name_that_agrees_most_and_of_equals_the_one_with_the_smallest_id() -> None:
    assert clustered({(10, 30): 0.9, (20, 30): 0.9}) == {10: 30, 20: 30, 30: 30, 40: 40, 50: 50}
    assert clustered({(20, 30): 0.9})[30] == 20


def test_a_caller_may_be_content_with_less() -> None:
    assert clustered({(10, 20): 0.75})[20] == 20
    assert clustered({(10, 20): 0.75}, sure=0.7)[20] == 10


def test_nothing_is_nothing() -> None:
    assert clustered({}, ()) == {}


links = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.2, 0.5, 0.85, 0.9, 0.95, 1.0]),
)


@given(links, st.randoms(use_true_random=False))
def test_the_order_of_names_and_links_never_matters(linked: dict[tuple[int, int], float], draw: Random) -> None:
    ids, pairs = list(IDS), list(linked.items())
    draw.shuffle(ids)
    draw.shuffle(pairs)
    turned = {(pair if draw.random() < 0.5 else pair[::-1]): agreed for pair, agreed in pairs}
    assert clustered(turned, tuple(ids)) == clustered(linked)


@given(links)
def test_every_name_agrees_with_the_core_of_its_cluster(linked: dict[tuple[int, int], float]) -> None:
    found = clustered(linked)
    assert all(
        name == core or linked.get((min(name, core), max(name, core)), 0) >= JOINED for name, core in found.items()
    )
    assert all(found[core] == core for core in found.values())
