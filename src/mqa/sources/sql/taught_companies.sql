-- taught_companies: the number of one id or name of a company of which this load, or a correction, said something new.
select record_id as said
from learned_records
where kind = 'company' and record <> ''
union
select record_id
from records
where kind = 'company' and record <> '' and account_id in (select account_id from corrected_accounts)
union
select said
from learned_company_names
union
select said
from company_names
where name in (select name from corrected_names) or account_id in (select account_id from corrected_accounts)
