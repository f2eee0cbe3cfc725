from __future__ import annotations

import duckdb
import pytest

from mqa.runs import shard_count


@pytest.mark.parametrize(("memory", "shards"), [("8GB", 1), ("1GB", 3), ("500MB", 6)])
def test_the_less_memory_the_more_shards(memory: str, shards: int) -> None:
    with duckdb.connect(config={"memory_limit": memory}) as connection:
        connection.execute("create view activity_days as from range(5_000_000)")
        connection.execute("create view accounts as from range(7)")
        assert shard_count([connection]) == shards


def test_many_accounts_are_cut_even_where_they_do_little() -> None:
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("create view activity_days as from range(7)")
        connection.execute("create view accounts as from range(5_000_000)")
        assert shard_count([connection]) == 3
