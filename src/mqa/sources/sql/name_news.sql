-- name_news: one account whose name is not among those that words are kept of (times 1), or is no longer its name (-1).
with kept as (
    select name_id as account_id, name
    from name_words
    where kind = 'known'
    group by name_id, name, word
    having sum(times) > 0
),

listed as (select distinct account_id, name from kept)

select c.account_id, c.name, 1 as times
from company_called as c
anti join listed as l on l.account_id = c.account_id and l.name = c.name
union all
select l.account_id, l.name, -1
from listed as l
anti join company_called as c on c.account_id = l.account_id and c.name = l.name
