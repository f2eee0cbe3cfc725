-- marked: one person whose latest record is marked as nobody's: a bot, at all times.
with latest as (
    select person_id, rule
    from records
    where kind = 'person' and person_id in (select person_id from records where kind = 'person' and rule = 'bot')
    qualify row_number() over (
        partition by person_id order by learned_on desc, known_on desc, source, record, rule
    ) = 1
)
select person_id
from latest
where rule = 'bot'
