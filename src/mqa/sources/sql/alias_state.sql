-- alias_state: one domain, and the account it leads to by all we know now.
-- What a company says of its own domain beats what another says of it, and both beat what we made up.
with ranked as (
    select
        domain, account_id, rule, known_on,
        case rule
            when 'never an account' then 4
            when 'domain of the company' then 3
            when 'further domain of the company' then 2
            else 1
        end as strength
    from aliases
)
select domain, account_id, rule, strength, known_on
from ranked
qualify row_number() over (partition by domain order by strength desc, known_on desc, account_id) = 1
