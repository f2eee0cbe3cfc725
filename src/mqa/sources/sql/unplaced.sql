-- unplaced: one staged row whose account nobody knows, and why.
select
    row,
    case named_by
        when 'id' then getvariable('account_column')
        when 'domain' then getvariable('domain_column')
        else getvariable('company_column')
    end as column_name,
    coalesce(named, '') as value,
    case named_by
        when 'id' then 'is the id of no company that was loaded'
        when 'domain' then 'is the domain of no account'
        when 'ambiguous company name' then 'may be one of several companies'
        else 'is the name of no company that we know'
    end as reason,
    case named_by
        when 'id' then 'Load the company first, or map the column to “domain” if it holds domains.'
        when 'domain' then 'Load the company first; acts and people of the domain make it an account too.'
        when 'ambiguous company name' then 'See “mqa identity review”, and say which one it is.'
        else 'Load the company first, or say which one it is: “mqa identity name”.'
    end as mend
from placed
where account_id is null and named is not null
