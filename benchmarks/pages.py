"""How long the server takes for each page, and how much a browser loads for it the first time.

    python -m benchmarks.pages WORKSPACE --times 60

Every page is asked for in this process, through all middleware, as somebody who is signed in: once cold, then so many
times, each time for another account, search, filter or place in the list. Shown are the median and the 95th percentile
in milliseconds, the processor's share of the latter, and the bytes of a first visit: the page and its static files as
they are sent (compressed). The workspace must be loaded and run; a person is added to its ledger where nobody is there.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mqa import workspaces
from mqa.ledger import users
from mqa.ledger.configuring import configure as configure_ledger
from mqa.terms.durations import date_of

EMAIL = "benchmark@halyard.example"
OF_AN_ACCOUNT, OTHERS, MOST_BYTES = 150, 100, 500_000  # milliseconds at the 95th percentile, bytes
ADDRESS = re.compile(rb'(?:src|href)="(/static/[^"]+)"')
Addresses = Iterator[str]


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds the first time, at the median and the 95th percentile; bytes of a first visit."""

    name: str
    cold: float
    median: float
    p95: float
    processor: float
    slowest: str
    loaded: int


def main() -> None:
    """Prints the table; ends with 1 where a page is too slow or too heavy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="pages whose name contains this")
    asked = parser.parse_args()
    get = _client(asked.workspace)
    draw = random.Random(asked.seed)
    print(f"{'page':<28}{'cold ms':>9}{'median':>9}{'p95':>9}{'cpu p95':>9}{'bytes':>10}   slowest")
    with TemporaryDirectory() as folder:
        sizes = _static_sizes(Path(folder))
        found = []
        for name, addresses in pages(get, draw).items():
            if asked.only in name:
                found.append(measured(get, name, addresses, asked.times, sizes))
                print(line(found[-1]), flush=True)
    late = [one.name for one in found if one.p95 > wanted(one.name)]
    heavy = [one.name for one in found if one.loaded > MOST_BYTES and not one.name.endswith(".json")]  # those are whole
    print(f"too slow: {', '.join(late) or 'none'}; too heavy: {', '.join(heavy) or 'none'}")
    raise SystemExit(1 if late or heavy else 0)


def wanted(name: str) -> int:
    """The milliseconds that a page may take."""
    return (
        OF_AN_ACCOUNT if name.startswith("account,") or name in ("account", "account.json", "api: account") else OTHERS
    )


def line(one: Measured) -> str:
    """A line of the table."""
    shown = f"{one.name:<28}{one.cold:>9.0f}{one.median:>9.1f}{one.p95:>9.1f}{one.processor:>9.1f}{one.loaded:>10,}"
    return f"{shown}   {one.slowest[:70]}"


def measured(
    get: Callable[[str], Any], name: str, addresses: Addresses, times: int, sizes: Mapping[str, int]
) -> Measured:
    """One page, asked for again and again."""
    began = time.perf_counter()
    first = get(next(addresses))
    cold = (time.perf_counter() - began) * 1000
    took = []
    for _ in range(times):
        address = next(addresses)
        began, worked = time.perf_counter(), time.process_time()
        get(address)
        took.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, address))
    took.sort()
    at = took[min(len(took) - 1, int(len(took) * 0.95))]
    processor = sorted(one[1] for one in took)[min(len(took) - 1, int(len(took) * 0.95))]
    body = b"".join(first.streaming_content) if first.streaming else first.content
    files = {address.decode() for address in ADDRESS.findall(body)}
    loaded = len(body) + sum(sizes.get(address, 0) for address in files)
    return Measured(name, cold, statistics.median(one[0] for one in took), at[0], processor, at[2], loaded)


def pages(get: Callable[[str], Any], draw: random.Random) -> dict[str, Addresses]:
    """Every page with addresses of it, for ever."""
    from mqa.answers.dashboard import SECTIONS
    from mqa.ledger.models import DefinitionVersion, Handoff, Run, ServedAccount
    from mqa.web.pages.account import TABS

    run = Run.objects.filter(pointer__isnull=False, kind="live").latest("as_of")
    served = ServedAccount.objects.filter(run=run)
    count = served.count()
    some = [*served.filter(rank__in=draw.sample(range(1, count + 1), min(count, 400))).values_list("domain", flat=True)]
    some = [domain for domain in some if domain]
    top = [*served.filter(rank__lte=400).exclude(domain="").values_list("domain", flat=True)]
    handoffs = [*Handoff.objects.values_list("pk", flat=True)[:400]]
    day = date_of(run.as_of)
    version = DefinitionVersion.objects.latest("id").version

    def accounts() -> Addresses:
        kinds = (
            lambda: "/accounts",
            lambda: f"/accounts?page={draw.randint(1, max(1, count // 50))}",
            lambda: f"/accounts?q={draw.choice(some)[: draw.randint(2, 6)]}",
            lambda: f"/accounts?q={draw.choice(some)}",
            lambda: f"/accounts?stage={draw.choice(['prospect', 'MQA', 'account of interest', 'suspect'])}",
            lambda: f"/accounts?tier=Tier+{draw.randint(1, 3)}&grade=A&grade=B",
            lambda: f"/accounts?sort={draw.choice(['-engagement', 'domain', '-fit', 'owner', '-since', 'segment'])}",
            lambda: f"/accounts?sort=-engagement&page={draw.randint(1, max(1, count // 50))}&stage=prospect",
        )
        while True:
            yield draw.choice(kinds)()

    def of(*addresses: str) -> Addresses:
        while True:
            yield draw.choice(addresses)

    def account(prefix: str, domains: list[str], ending: str = "") -> Addresses:
        while True:
            yield prefix + draw.choice(domains) + ending

    found = {
        "inbox": of("/inbox"),
        "handoff": of(*(f"/inbox/{number}" for number in handoffs)) if handoffs else None,
        "accounts": accounts(),
        "account": account("/accounts/", top + some),
        **{f"account, {tab}": account("/accounts/", top + some, f"?tab={tab}") for tab in TABS[1:]},
        "dashboard": of("/dashboard", f"/dashboard?period={day:%Y-%m}", f"/dashboard?from={day.year}-01-01&to={day}"),
        **{f"report {name}": of(f"/dashboard/{name}") for name in SECTIONS},
        "report accounts": of(*bars) if (bars := _bars(get)) else None,
        "definition": of("/definition"),
        "definition-version": of(f"/definition/{version}"),
        "data": of("/data"),
        "rejects": of("/data/rejects"),
        "users": of("/users"),
        "keys": of("/keys"),
        "audit": of("/audit"),
        "accounts.json": (address.replace("/accounts", "/accounts.json") for address in accounts()),
        "account.json": account("/accounts/", top + some, ".json"),
        "api: accounts": (address.replace("/accounts", "/api/v1/accounts", 1) for address in accounts()),
        "api: account": account("/api/v1/accounts/", top + some),
        "api: handoffs": of("/api/v1/handoffs", "/api/v1/handoffs?state=all&page=2"),
        "api: runs": of("/api/v1/runs"),
    }
    return {name: addresses for name, addresses in found.items() if addresses is not None}


def _bars(get: Callable[[str], Any]) -> list[str]:
    """The addresses of the accounts behind the numbers of the dashboard."""
    html = get("/dashboard").content.decode()
    return [unescape(address) for address in dict.fromkeys(re.findall(r'href="(/dashboard/\w+/accounts[^"]*)"', html))]


def _client(folder: Path) -> Callable[[str], Any]:
    """What answers an address, as an admin."""
    configure_ledger()
    opened = workspaces.opened(folder.resolve())
    workspaces.open_stores(opened)
    from mqa.web.settings import configure

    configure(opened, hosts=["testserver"])
    from django.test import Client

    from mqa.web import signing

    if EMAIL not in [one.email for one in users.users()]:
        users.add(EMAIL, "admin", password="measured and gone", by="command line", now=datetime.now(UTC))
    person, client = users.user(EMAIL), Client()
    session = client.session
    session[signing.PERSON], session[signing.PROOF] = person.pk, person.get_session_auth_hash()
    session.save()
    client.cookies["mqa_session"] = session.session_key

    def get(address: str) -> Any:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}: {answer.content[:500]!r}")
        return answer

    return get


def _static_sizes(folder: Path) -> dict[str, int]:
    """How many bytes each static file has as it is sent."""
    from mqa.web import static

    static.collect(folder)
    sizes = {}
    for address in static.addresses().values():
        file = folder / address.removeprefix(static.ROOT)
        sent = [file, file.with_name(f"{file.name}.gz"), file.with_name(f"{file.name}.br")]
        sizes[address] = min(one.stat().st_size for one in sent if one.is_file())
    return sizes


if __name__ == "__main__":
    main()
