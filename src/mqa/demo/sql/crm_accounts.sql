-- crm_accounts: one account record as the CRM exports it: gaps, spellings, second records and all.
-- It tells what was known when it was last modified: of a later funding round nothing.
with recorded as (
    select *, 0 as copy
    from companies
    where in_crm
    union all
    select *, 1 as copy
    from companies
    where in_crm and dice(company_id, 'second record') < duplicate_rate()
)

select
    'A' || lpad((company_id + copy * 5000000)::varchar, 7, '0') as "Account ID",
    case
        when copy = 1 then upper(legal_name)
        when dice(company_id, 'name as written') < 0.3 then legal_name
        else name
    end as "Name",
    case
        when copy = 1 and alias_domain is not null then alias_domain
        when dice(company_id + copy, 'website') < 0.01 then null
        when dice(company_id + copy, 'website') < 0.55 then 'https://www.' || domain || '/'
        when dice(company_id + copy, 'website') < 0.80 then domain
        when dice(company_id + copy, 'website') < 0.90 then 'http://' || domain || '/en/home'
        else upper('www.' || domain)
    end as "Website",
    case when copy = 0 and dice(company_id, 'alias known') < 0.7 then alias_domain end as "Other websites",
    case
        when dice(company_id, 'country gap') < missing_rate() / 4 then null
        when dice(company_id, 'country gap') < missing_rate() / 4 + messy_rate() / 2 then lower(country) || ' '
        else country
    end as "Country",
    case
        when copy = 1 or dice(company_id, 'size gap') < missing_rate() / 2 then null
        when dice(company_id, 'size gap') < missing_rate() / 2 + messy_rate() then format('{:,}', employees)
        else employees::varchar
    end as "Employees",
    case
        when copy = 1 or dice(company_id, 'industry gap') < missing_rate() then null
        when dice(company_id, 'industry gap') < missing_rate() + 0.1 then ' ' || upper(industry)
        else upper(left(industry, 1)) || substr(industry, 2)
    end as "Industry",
    case when copy = 0 and dice(company_id, 'technology gap') >= missing_rate() then array_to_string(technology, ';') end
        as "Tech stack",
    case when copy = 0 and dice(company_id, 'roles gap') >= missing_rate() then array_to_string(open_roles, '; ') end
        as "Open roles",
    case when copy = 0 and last_funding <= modified_on then last_funding end as "Last funding",
    case when copy = 0 and relationship in ('customer', 'partner', 'reseller', 'prospect') then relationship end as "Type",
    case when copy = 0 then owner end as "Owner",
    modified_on as "Last Modified"
from recorded
where modified_on <= last_day()
order by company_id, copy
