"""Names whose companies are known: what coefficients are fitted on, and what is kept back to be judged by.

Every set is cut in two that share no company. The first half may be looked at and fitted on, the second (`held_out`) is
for figures only. Of listed companies the first half are the queries numbered below 1,036 (queries are in the order of
their companies, so no company is in both); of the others the companies whose name or number has an even CRC-32.
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from mqa.identity.name_arrays import Truths

LISTED_FIRST_HALF = 1036
NOBODY = frozenset({"Independent", "NotFound", "(Unknown)", "Self"})


@dataclass(frozen=True)
class Lookup:
    """Names that are looked for among known ones; `truth` are the places of those that are right (none: nobody is)."""

    name: str
    wanted: Sequence[str]
    known: Sequence[str]
    truth: Sequence[frozenset[int]]
    held_out: Truths
    kinds: Sequence[str]


@dataclass(frozen=True)
class Directory:
    """Distinct names, and the company of each."""

    name: str
    names: Sequence[str]
    companies: Sequence[str]

    def half(self, *, held_out: bool) -> Directory:
        """The names of the companies of one half."""
        kept = [pair for pair in zip(self.names, self.companies, strict=True) if _second_half(pair[1]) == held_out]
        return Directory(self.name, [name for name, _ in kept], [company for _, company in kept])


def listed(folder: Path) -> Lookup:
    """2,072 names as banks write them, among 33,712 listed companies."""
    accounts = pq.read_table(folder / "listed_names_accounts.parquet").to_pylist()
    queries = pq.read_table(folder / "listed_names_queries.parquet").to_pylist()
    place = {row["gid"]: at for at, row in enumerate(accounts)}
    return Lookup(
        "listed companies",
        [row["name"] for row in queries],
        [row["name"] for row in accounts],
        [frozenset({place[row["truth"]]} if row["truth"] >= 0 else ()) for row in queries],
        np.array([row["qid"] >= LISTED_FIRST_HALF for row in queries]),
        [row["kind"] for row in queries],
    )


def patents(folder: Path) -> Directory:
    """Names of patent assignees (UMass), many of them misspelt."""
    with gzip.open(folder / "air-umass-distinct-names.csv.gz", "rt", encoding="utf-8") as file:
        return _directory("patent assignees", {row["organization"]: row["unique_id"] for row in csv.DictReader(file)})


def openstack(folder: Path) -> Directory:
    """Companies of OpenStack's contributors and their aliases."""
    companies = [one for one in _stackalytics(folder) if not one["company_name"].startswith("*")]
    named = {name: one["company_name"] for one in companies for name in one.get("aliases", ())}
    return _directory("OpenStack", named | {one["company_name"]: one["company_name"] for one in companies})


def cncf(folder: Path) -> Directory:
    """Employers as contributors to CNCF's projects wrote them, and what a person made of them."""
    named: dict[str, str] = {}
    for line in (folder / "gitdm_company_names_mapping.txt").read_text("utf-8").splitlines():
        written, arrow, company = line.partition(" -> ")
        if arrow and not line.startswith("#") and company not in NOBODY:
            named |= {written: company, company: company}
    return _directory("CNCF", named)


def domains(folder: Path) -> Lookup:
    """CNCF's names of companies among OpenStack's: right is who has the same domain in both lists."""
    of_domain: dict[str, str] = {}
    known = sorted({one["company_name"] for one in _stackalytics(folder) if not one["company_name"].startswith("*")})
    for one in _stackalytics(folder):
        if one["company_name"] in known:
            of_domain |= dict.fromkeys(filter(None, one["domains"]), one["company_name"])
    right: dict[str, set[int]] = {}
    for line in (folder / "gitdm_domain_map.txt").read_text("utf-8").splitlines():
        domain, _, company = line.partition("<")[0].strip().partition(" ")
        if domain in of_domain and company not in NOBODY and not line.startswith("#"):
            right.setdefault(company, set()).add(known.index(of_domain[domain]))
    wanted = sorted(right)
    truth = [frozenset(right[name]) for name in wanted]
    return Lookup("CNCF in OpenStack", wanted, known, truth, np.ones(len(wanted), np.bool_), [""] * len(wanted))


def _stackalytics(folder: Path) -> list[dict[str, list[str]]]:
    text = (folder / "stackalytics_companies_domains_aliases.json").read_text("utf-8")
    return list(json.loads(text))


def _directory(name: str, named: Mapping[str, str]) -> Directory:
    names = sorted(named)
    return Directory(name, names, [named[one] for one in names])


def _second_half(company: str) -> bool:
    return zlib.crc32(company.encode()) % 2 == 1
