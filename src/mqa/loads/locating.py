"""Locating: from whose network an act without a name came, so that its owner tells what it does not.

The address is read, looked up and left behind. The staged row goes on with what the network's owner is: a domain, the
id of an account, the name of a company, or the reason why a visit from there is nobody's.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from mqa import pipeline
from mqa.identity.networks import BLOCK, LOCAL, LOCAL_ADDRESS, OF_NETWORK, REFUSED, STEPS, address, owner_rule
from mqa.loads.staging import insert, parts
from mqa.loads.storing import World
from mqa.sources.agreed import Source
from mqa.sources.reading import address_sql
from mqa.sources.steps import made_sql
from mqa.terms.countries import word_sql
from mqa.terms.quoting import path_sql, text_sql

LOCAL_SQL = " or ".join(f"address between {int(one[0])} and {int(one[-1])}" for one in LOCAL)
LOCAL_REFUSED = f"update addresses_written set address = -1, refused = '{LOCAL_ADDRESS}' where {LOCAL_SQL}"
WRITTEN = f"""
    create or replace temp table addresses_written as
    select distinct address as written, {address_sql("address")} as address, cast('' as varchar) as refused
    from staged
    where address is not null
"""
IN_BLOCKS = f"""
    select distinct (address // {BLOCK} + u.next) * {BLOCK} as address
    from addresses cross join unnest([0, 1]) as u (next)
"""
OWNED = f"""
    create or replace temp table network_owners as
    select n.network_id, o.network, o.account_id as account, o.company, c.name as country
    from networks as n
    inner join owners as o using (account, domain, organisation, country)
    left join country_words as c on c.name = {word_sql("o.country")}
    where n.network_id in (select network_id from located)
"""


def locate(world: World, source: Source, scratch: Path) -> None:
    """Let the staged acts of a source be those of the networks' owners where they say no more than an address.

    From then on no staged row holds an address.
    """
    connection = world.connection
    if not source.addresses:
        return
    connection.execute(WRITTEN)
    _read_others(connection)
    connection.execute(
        "create or replace temp table addresses as select distinct address from addresses_written where refused = ''"
    )
    connection.execute(made_sql("networks"))
    connection.execute(f"create or replace temp table blocks as {IN_BLOCKS}")
    for name, file in STEPS.items():
        connection.execute(f"create or replace temp table {name} as {pipeline.sql(file)}")
    _judge_owners(connection)
    _write(connection, scratch)


def _read_others(connection: duckdb.DuckDBPyConnection) -> None:
    """Read what is no plain address, and refuse those that are of no network: local ones, IPv6."""
    connection.execute(LOCAL_REFUSED)
    connection.execute(
        "create or replace temp table other_addresses as select written from addresses_written where address is null"
    )
    connection.execute("delete from addresses_written where address is null")
    for part in parts(connection, "other_addresses"):  # there may be as many as acts, so never all at once
        read = [(text, one.number, one.refused.partition(":")[0]) for (text,) in part for one in (address(text),)]
        insert(connection, "addresses_written", ("varchar", "bigint", "varchar"), read)


def _judge_owners(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `network_owners`: each network from which an address comes, as a row would state whose it is."""
    connection.execute(made_sql("network_addresses"))
    columns = ("account", "domain", "organisation", "country", "network", "account_id", "company")
    connection.execute(f"create or replace temp table owners ({' varchar, '.join(columns)} varchar)")
    judged = []
    for account, domain, organisation, country, addresses in connection.execute("from network_addresses").fetchall():
        rule = owner_rule(organisation or domain.split(".")[0], addresses, sized=not account)
        said = (f"{REFUSED}{rule}", "", "") if rule else _stated(account, domain, organisation, country)
        judged.append((account, domain, organisation, country, *said))
    insert(connection, "owners", ["varchar"] * len(columns), judged)
    connection.execute(OWNED)


def _stated(account: str, domain: str, organisation: str, country: str) -> tuple[str, str, str]:
    """The owner of a network as rows state whose they are: network, account, company (see `mqa.sources.outputs`)."""
    named = organisation and not account
    company = "\x1e".join((organisation.lower(), country.lower(), "")) if named else ""
    return f"{OF_NETWORK}{domain}", account, company


def _write(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    """Let `staged` be the located rows, and leave none behind that holds an address."""
    target = scratch / "located.parquet"
    target.unlink(missing_ok=True)
    connection.execute(made_sql("staged_located"))
    connection.execute(f"copy staged_located to {text_sql(str(target))} (format parquet, compression lz4)")
    connection.execute(f"create or replace temp view staged as select * from read_parquet({path_sql(str(target))})")
    (scratch / "staged.parquet").unlink(missing_ok=True)
