-- person_countries: one person who is asked for, from a day until another (not included), and the country that their own
-- record states. Whoever they were before we knew it, they were of there too.
with told as (
    select p.person_id, p.known_on, p.learned_on, c.country
    from people_asked as p
    inner join said_countries as c on c.said = p.said
),

moments as (select distinct person_id, known_on as since from told),

latest as (
    select m.person_id, m.since, t.country
    from moments as m
    inner join told as t on t.person_id = m.person_id and t.known_on <= m.since
    qualify row_number() over (
        partition by m.person_id, m.since order by t.known_on desc, t.learned_on desc, t.country
    ) = 1
)

select
    person_id, country,
    case when row_number() over (partition by person_id order by since) = 1 then getvariable('ever') else since end
        as since,
    lead(since, 1, getvariable('no_end')) over (partition by person_id order by since) as until
from latest
