"""Every step keeps the conventions of SQL, and every convention notices when it is broken."""

from __future__ import annotations

import pytest

from tests.house.files import ROOT, step_files
from tests.house.sql_conventions import faults


@pytest.mark.parametrize("file", step_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_step_keeps_the_conventions(file):
    assert faults(file.read_text(encoding="utf-8")) == []


GOOD = [
    "select account_id, cast(sum(points) as bigint) as points from acts group by account_id",
    "select cast(coalesce(sum(points), 0) as bigint) as points, count(*) as acts from acts",
    "select cast(sum(points) over (partition by account_id order by day nulls last) as bigint) as points from acts",
    "select account_id from acts group by account_id having sum(times) > 0",
    "select cast((points * 3) // 7 as bigint) as third from acts",
    "select a from t union all select a from u",
    "with best as (select a from t) select a, case when a > 1 and a < 9 then 'x' else 'y' end as size from best",
    "select a, row_number() over (partition by a order by b desc nulls last, c nulls last) as place from t",
    "select a from t order by a nulls last limit 3",
    "select max(a) as a from t left join u on t.b = u.b where exists (select 1 from v where v.a = t.a)",
    "select cast(a as text) || ' -- 1.5 * / like' as label from t",
]


@pytest.mark.parametrize("sql", GOOD)
def test_good_sql_has_no_faults(sql):
    assert faults(f"-- a row is an example\n{sql}") == []


BAD = {
    "select 1 as a; select 2 as b": "one SELECT",
    "create table a (b bigint)": "one SELECT",
    "select from where": "parsed",
    "select a from t where a like 'x%'": "LIKE",
    "select a from t where a not ilike 'x'": "ILIKE",
    "select a from t where a glob 'x'": "GLOB",
    "select a from t where a similar to 'x'": "SIMILAR TO",
    "select a from t where a ~ 'x'": "engines agree",
    "select regexp_matches(a, 'x') as b from t": "engines agree",
    "select [a, b] as c from t": "engines agree",
    "select {'a': 1} as b from t": "engines agree",
    "select map {'a': 1} as b from t": "engines agree",
    "select a[1] as b from t": "[ ]",
    "select unnest(a) as b from t": "engines agree",
    "select list_transform(a, lambda x: x) as b from t": "a lambda",
    "select arg_max(a, b) as c from t": "engines agree",
    "select arg_min(a, b) as c from t": "engines agree",
    "select first(a) as b from t": "engines agree",
    "select last(a) as b from t": "engines agree",
    "select any_value(a) as b from t": "engines agree",
    "select hash(a) as b from t": "engines agree",
    "select now() as a from t": "engines agree",
    "select current_date as a from t": "engines agree",
    "select random() as a from t": "engines agree",
    "select pow(a, 2) as b from t": "engines agree",
    "select a + interval 3 day as b from t": "an interval",
    "select a / b as c from t": "/ :",
    "select a // b as c from t": "cast(a // b as bigint)",
    "select cast(a // b + 1 as bigint) as c from t": "cast(a // b as bigint)",
    "select try_cast(a // b as bigint) as c from t": "cast(a // b as bigint)",
    "select sum(a) as b from t": "cast(SUM(a) as bigint)",
    "select cast(sum(a) + 1 as bigint) as b from t": "cast(SUM(a) as bigint)",
    "select cast(sum(a) as text) as b from t": "cast(SUM(a) as bigint)",
    "select count(a) from t": "needs a name",
    "select coalesce(max(a), 0) from t": "needs a name",
    "select * from t": "name every column",
    "select t.* from t": "name every column",
    "select a from t order by a": "orders by 1 things, of which 0",
    "select a from t order by a nulls last, b desc": "orders by 2 things, of which 1",
    "select a from t order by a nulls first": "orders by 1 things, of which 0",
    "select lag(a) over (partition by b order by c) as d from t": "orders by 1 things, of which 0",
    "select row_number() over (partition by a) as b from t": "needs an order",
    "select a from t limit 3": "a limit needs an order",
    "select a from (select a from t limit 3) as u order by a nulls last": "a limit needs an order",
    "select a from t union all (select a from t limit 1)": "a limit needs an order",
    "select a, count(*) as b from t group by all": "group by all",
    "select distinct on (a) a, b from t": "distinct on",
    "select a from t where b = ?": "a parameter",
    "select a from t where b = $as_of": "a parameter",
    "select a from t where b = :as_of": "a parameter",
    "select cast(a as double) as b from t": "types are bigint and text",
    "select cast(a as decimal(18, 6)) as b from t": "types are bigint and text",
    "select a::float as b from t": "types are bigint and text",
    "select date '2026-06-01' as a from t": "types are bigint and text",
    "select a * 0.5 as b from t": "not a whole number",
    "select a * 1e6 as b from t": "not a whole number",
    "select t.a from t asof join u on t.a >= u.a": "not an ASOF join",
    "select a from t using sample 10": "a sample",
    "select a from 't.parquet'": "tables of ours",
    "select a from read_parquet('t.parquet')": "engines agree",
    "select a from elsewhere.t": "tables of ours",
}


@pytest.mark.parametrize(("sql", "fault"), BAD.items())
def test_a_broken_convention_is_noticed(sql, fault):
    assert fault in "\n".join(faults(f"-- a row is an example\n{sql}"))


@pytest.mark.parametrize("sql", ["select a from t", "--\nselect a from t", "select a from t -- a row is an a"])
def test_a_step_that_does_not_open_with_a_comment_is_noticed(sql):
    assert faults(sql) == ["opens with no comment that says what a row means"]
