-- country_periods: alias_periods, where accounts are parted by country. What is told of a domain in a country
-- (acme.com:DE) beats what is told of the domain. Until something is, it leads where the domain does: to the account of the
-- whole company, or, where that is another's (to which it was led, or which claims it), to that one's account in the
-- country, if it has one. That acts made an account of it, is not told of it by anybody.
with told as (
    select
        *, split_part(domain, ':', 1) as bare, split_part(domain, ':', 2) as country,
        key_number(split_part(domain, ':', 1)) as bare_id
    from domain_periods
),

whole as (select * from told where country = ''),

own as (select * from told where country <> ''),

beyond as (
    select w.bare, o.country, o.account_id, greatest(o.since, w.since) as since, least(o.until, w.until) as until
    from whole as w
    inner join own as o on o.bare_id = w.account_id and o.since < w.until and o.until > w.since
    where w.account_id <> w.bare_id and o.account_id is not null
),

wanted as (
    select bare, country from own
    union
    select bare, country from beyond
),

days as (
    select bare, country, since as day from own
    union
    select bare, country, until from own
    union
    select bare, country, since from beyond
    union
    select bare, country, until from beyond
    union
    select t.bare, t.country, d.day
    from wanted as t
    inner join (select bare, since as day from whole union select bare, until from whole) as d on d.bare = t.bare
    union
    select t.bare, t.country, d.day
    from wanted as t
    cross join (values (getvariable('ever')), (getvariable('no_end'))) as d (day)
),

spans as (
    select bare, country, day as since, lead(day) over (partition by bare, country order by day) as until
    from days
),

met as (
    select
        s.bare, s.country, s.since, s.until, o.account_id as own_account, o.claimed, o.rule as own_rule,
        w.account_id as whole_account, w.rule as whole_rule, b.account_id as beyond_account,
        o.account_id is not null and (
            not starts_with(o.rule, 'created from ') or w.account_id is null or w.account_id = w.bare_id
        ) as by_itself
    from spans as s
    left join own as o
        on o.bare = s.bare and o.country = s.country and o.since <= s.since and o.until >= s.until
    left join whole as w on w.bare = s.bare and w.since <= s.since and w.until >= s.until
    left join beyond as b
        on b.bare = s.bare and b.country = s.country and b.since <= s.since and b.until >= s.until
    where s.until is not null
)

select domain, account_id, claimed, rule, since, until
from whole
union all
select
    bare || ':' || country, case when by_itself then own_account else coalesce(beyond_account, whole_account) end,
    case when by_itself then claimed end, case when by_itself then own_rule else coalesce(whole_rule, '') end, since, until
from met
