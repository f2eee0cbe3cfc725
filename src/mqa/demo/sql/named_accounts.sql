-- named_accounts: the domain of one account that sales named: Tier 1. The best fit is always one.
select domain
from companies
where (named and in_crm and relationship = 'prospect')
    or company_id = (select company_id from companies order by fit desc, company_id limit 1)
order by domain
