-- marked: one person who is asked for, whose latest record is marked as nobody's: a bot, at all times.
with latest as (
    select person_id, rule
    from people_asked
    where person_id in (select person_id from people_asked where rule = 'bot')
    qualify row_number() over (
        partition by person_id order by learned_on desc, known_on desc, source, record_id, rule
    ) = 1
)
select person_id
from latest
where rule = 'bot'
