-- company_called: one account by the name that was told last of it.
select account_id, arg_max(name, (told_on, source, name)) as name
from (
    select account_id, name, source, told_on
    from accounts
    where name <> '' and account_id > 0
    group by account_id, name, source, told_on
    having sum(times) > 0
)
group by account_id
