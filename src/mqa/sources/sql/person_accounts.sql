-- person_accounts: one person whose own record says to which account they belong (0: to none). The latest wins.
select person_id, account_id, rule
from records
where kind = 'person' and account_id is not null
qualify row_number() over (
    partition by person_id order by learned_on desc, known_on desc, account_id, source, record
) = 1
