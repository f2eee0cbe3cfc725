"""Whose domain it is, judged host by host."""

from __future__ import annotations

import pytest
import tldextract

from mqa.identity.domains import KeptOut, domain, domains


@pytest.mark.parametrize(
    ("host", "own", "rule"),
    [
        ("acme.com", "acme.com", ""),
        ("mail.eu.acme.co.uk", "acme.co.uk", ""),
        ("ACME.com.", "acme.com", ""),
        ("münchen.de", "xn--mnchen-3ya.de", ""),
        ("gmail.com", "gmail.com", "freemail"),
        ("mailinator.com", "mailinator.com", "disposable"),
        ("shop.github.io", "shop.github.io", "hosting"),
        ("github.io", "github.io", ""),
        ("users.sourceforge.net", "sourceforge.net", "hosting"),
        ("users.noreply.github.com", "github.com", "no-reply"),
        ("acme.invalid", "", "unroutable"),
        ("printer.local", "", "unroutable"),
        ("localhost", "", "unroutable"),
        ("10.0.0.1", "", "unroutable"),
        ("2001:db8::1", "", "unroutable"),
        ("acme", "", "unroutable"),
        ("co.uk", "", "unroutable"),
        ("red hat.com", "", "unroutable"),
        ("example.com", "", "unroutable"),
        ("", "", "unroutable"),
    ],
)
def test_a_host_belongs_to_a_registrable_domain_or_to_nobody(host: str, own: str, rule: str) -> None:
    judged = domain(host)
    assert (judged.domain, judged.rule) == (own, rule)


def test_a_domain_that_the_workspace_keeps_out_says_so_whatever_its_host() -> None:
    kept_out = KeptOut({"cncf.io": "never an account", "rival.com": "competitor"})
    assert [one.rule for one in domains(["mail.cncf.io", "cncf.io", "acme.com", "rival.com"], kept_out)] == [
        "never an account",
        "never an account",
        "",
        "competitor",
    ]


@pytest.mark.parametrize(
    "host", ["student.uva.nl", "stud.ntnu.no", "alumni.stanford.edu", "etu.univ-lyon1.fr", "cs.stu.pku.edu.cn"]
)
def test_students_are_known_by_the_host_of_their_address(host: str) -> None:
    assert domain(host).rule == "student"


def test_every_known_suffix_is_searched_as_the_list_says() -> None:
    listed = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    suffixes = [suffix.replace("*", "wild").lstrip("!") for suffix in listed.tlds if suffix.isascii()]
    found = {host: listed(host) for suffix in suffixes for host in (f"acme.{suffix}", f"shop.acme.{suffix}")}
    theirs = {host: f"{parts.domain}.{parts.suffix}" for host, parts in found.items()}
    assert {host: domain(host).domain for host in found} == theirs


@pytest.mark.parametrize("host", ["student.com", "uva.nl", "mit.edu", "cam.ac.uk", "alumni.co.uk"])
def test_a_university_or_a_company_for_students_may_be_a_customer(host: str) -> None:
    assert domain(host).rule == ""


def test_all_of_a_university_are_students_where_the_workspace_says_so() -> None:
    kept_out = KeptOut(universities=True)
    assert [domain(host, kept_out).rule for host in ("mit.edu", "cl.cam.ac.uk", "unsw.edu.au", "acme.com", "x.ac")] == [
        "student", "student", "student", "", ""
    ]  # fmt: skip
