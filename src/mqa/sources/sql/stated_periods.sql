-- stated_periods: one person who is asked for, from a day until another, and the account that their own record states (null: none known).
-- named_account, named_rule: the same, where it states a company by its name.
with told as (
    select person_id, said, known_on, learned_on
    from people_asked
    where said > 0 and said not in (select key_number('country' || chr(30) || code) from country_words)
),

told_anew as (select person_id from told group by person_id having count(*) > 1),

moments as (select distinct person_id, known_on as since from told where person_id in (select person_id from told_anew)),

latest as (
    select m.person_id, m.since, t.said
    from moments as m
    inner join told as t on t.person_id = m.person_id and t.known_on <= m.since
    qualify row_number() over (
        partition by m.person_id, m.since order by t.known_on desc, t.learned_on desc, t.said
    ) = 1
    union all
    select person_id, known_on, said
    from told
    where person_id not in (select person_id from told_anew)
),

ended as (
    select
        person_id, said, since,
        lead(since, 1, getvariable('no_end')) over (partition by person_id order by since) as until
    from latest
    union all
    select person_id, cast(null as bigint) as said, getvariable('ever') as since, min(since) as until
    from latest
    group by person_id
    having min(since) > getvariable('ever')
)

select
    e.person_id, co.account_id, cn.account_id as named_account, cn.rule as named_rule,
    greatest(e.since, coalesce(co.since, e.since), coalesce(cn.since, e.since)) as since,
    least(e.until, coalesce(co.until, e.until), coalesce(cn.until, e.until)) as until
from ended as e
left join company_periods as co on co.said = e.said and co.since < e.until and co.until > e.since
left join company_name_periods as cn on cn.said = e.said and cn.since < e.until and cn.until > e.since
