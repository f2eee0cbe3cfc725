-- company_called: one account of which this load tells (the first time that names are asked for: every account), by the name
-- that was told last of it, where that is another than before. It does not matter whether it stands for itself today: whom
-- it leads to is asked after its name is found.
with told as (
    select first_account as account_id, name, told_on, source
    from accounts
    where
        name <> '' and first_account > 0 and times > 0 and rule is distinct from 'family'
        and (getvariable('names_are_new') or first_account in (select first_account from learned_accounts))
),

called as (
    select account_id, arg_max(name, (told_on, source, name)) as name
    from told
    group by account_id
),

called_before as (
    select first_account as account_id, arg_max(name, (told_on, source, name)) as name
    from earlier_accounts
    where
        name <> '' and times > 0 and rule is distinct from 'family' and first_account in (select account_id from called)
        and not getvariable('names_are_new')
    group by first_account
)

select c.account_id, c.name
from called as c
left join called_before as b on b.account_id = c.account_id
where b.name is distinct from c.name
