-- placed: one staged row about an account (a fact, research, an outcome) and the account it speaks of; null: unknown.
-- Rejected rows are looked up too, so that all that is wrong with them is told at once.
select
    s.row, s.fate,
    case
        when s.account is not null and co.account_id is not null then co.account_id
        when h.rule = 'never an account' then 0
        else al.account_id
    end as account_id,
    case when s.account is not null then s.account else s.host end as named,
    s.account is not null as by_id
from staged as s
left join company_ids as co on co.record = s.account
left join hosts as h on h.host = s.host
left join alias_state as al on al.domain = h.domain
where s.fate <> 1
