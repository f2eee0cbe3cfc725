-- company_called: one account by the name that was told last of it, whether or not it stands for itself today: whom it
-- leads to is asked after its name is found. (Names are taken back only where their account leads elsewhere.)
select first_account as account_id, arg_max(name, (told_on, source, name)) as name
from accounts
where name <> '' and first_account > 0 and times > 0
group by first_account
