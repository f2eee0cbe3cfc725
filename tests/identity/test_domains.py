"""Whose domain it is, judged host by host."""

from __future__ import annotations

import pytest
import tldextract

from mqa.identity.addresses import is_no_reply
from mqa.identity.domains import domain, domains


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


def test_a_domain_that_is_never_an_account_stays_so_whatever_its_host() -> None:
    assert [one.rule for one in domains(["mail.cncf.io", "cncf.io", "acme.com"], {"cncf.io"})] == [
        "never an account",
        "never an account",
        "",
    ]


@pytest.mark.parametrize(
    "local", ["noreply", "no-reply", "no_reply", "donotreply", "jira.noreply", "bounce+12", "mailer-daemon"]
)
def test_machines_are_known_by_their_names(local: str) -> None:
    assert is_no_reply(local)


@pytest.mark.parametrize("local", ["info", "sales", "ann", "nora.replyton", "rooter", "nobodys.fool.x"])
def test_people_are_not_taken_for_machines(local: str) -> None:
    assert not is_no_reply(local)


def test_every_known_suffix_is_searched_as_the_list_says() -> None:
    listed = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    suffixes = [suffix.replace("*", "wild").lstrip("!") for suffix in listed.tlds if suffix.isascii()]
    found = {host: listed(host) for suffix in suffixes for host in (f"acme.{suffix}", f"shop.acme.{suffix}")}
    theirs = {host: f"{parts.domain}.{parts.suffix}" for host, parts in found.items()}
    assert {host: domain(host).domain for host in found} == theirs
