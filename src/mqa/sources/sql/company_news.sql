-- company_news: one staged company that told us something new about who it is.
select row
from company_keys
where
    account_id in (select account_id from company_accounts)
    or account_id in (select account_id from company_aliases)
    or id in (select record from company_records)
