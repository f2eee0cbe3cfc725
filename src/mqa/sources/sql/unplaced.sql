-- unplaced: one staged row whose account nobody knows, and why.
select
    row,
    case when by_id then getvariable('account_column') else getvariable('domain_column') end as column_name,
    coalesce(named, '') as value,
    case when by_id then 'is the id of no company that was loaded' else 'is the domain of no account' end as reason,
    case
        when by_id then 'Load the company first, or map the column to “domain” if it holds domains.'
        else 'Load the company first; acts and people of the domain make it an account too.'
    end as mend
from placed
where account_id is null and named is not null
