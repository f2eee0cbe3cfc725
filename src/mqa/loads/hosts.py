"""Hosts: whose each is that rows of a load name, judged once."""

from __future__ import annotations

import duckdb

from mqa.identity.domains import KeptOut
from mqa.identity.networks import visited
from mqa.loads.staging import insert, parts

NAMED_HOSTS = "select host from named"


def learn_hosts(connection: duckdb.DuckDBPyConnection, hosts: str, kept_out: KeptOut) -> None:
    """Judge each distinct host once."""
    new = f"select distinct t.host from ({hosts}) as t (host) anti join hosts using (host) where t.host is not null"
    connection.execute(f"create or replace temp table new_hosts as {new}")
    columns = "host varchar, domain varchar, rule varchar, lent varchar, network varchar"
    connection.execute(f"create or replace temp table judged ({columns})")
    for part in parts(connection, "new_hosts"):
        insert(connection, "judged", ("varchar",) * 5, [visited(host, kept_out) for (host,) in part])
    connection.execute(
        "insert into hosts select *, case when domain <> '' then key_number(domain) else 0 end from judged"
    )
