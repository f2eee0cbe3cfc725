-- never_accounts: one domain that never becomes an account: Halyard's own agencies.
select domain
from (values ('brightquill-agency.com'), ('northfold-media.io')) as agencies (domain)
order by domain
