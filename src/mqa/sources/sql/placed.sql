-- placed: one staged row about an account (a fact, research, an outcome) and the account it speaks of; null: unknown.
-- Rejected rows are looked up too, so that all that is wrong with them is told at once. A domain that led nowhere yet
-- means the first account it led to, from the day it did; its own account it is from the beginning.
with led as (
    select
        s.row, al.account_id,
        case when al.account_id = key_number(al.domain) then s.known_on else greatest(s.known_on, al.since) end as known_on
    from staged as s
    inner join hosts as h on h.host = s.host
    inner join alias_periods as al on al.domain = h.domain
    where al.account_id is not null and al.until > s.known_on
    qualify row_number() over (partition by s.row order by al.since) = 1
)

select
    s.row, s.fate,
    case
        when co.account_id is not null then co.account_id
        when h.rule = 'never an account' then 0
        else l.account_id
    end as account_id,
    case when co.account_id is null and h.rule is distinct from 'never an account' then coalesce(l.known_on, s.known_on)
        else s.known_on end as known_on,
    coalesce(s.account, s.host) as named,
    s.account is not null as by_id
from staged as s
left join company_periods as co
    on co.said = key_number(s.account) and s.known_on >= co.since and s.known_on < co.until
left join hosts as h on h.host = s.host
left join led as l on l.row = s.row
where s.fate <> 1
