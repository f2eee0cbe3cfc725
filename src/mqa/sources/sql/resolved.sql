-- resolved: one subject from a day until another (not included): the person and the account they are (0: none) by what
-- sources said until then, and the rule that says so. The periods follow each other without a gap.
-- sticks: an act stays at such an account whatever is learned later; acts_after, people_after: from which day on acts
-- and memberships may have become known so that the period is theirs too; both end where a visitor is another's
-- (stays_until). visitor_id, visitor_key: the nameless visitor (below 0), or the contact's id, whose rows they
-- are by their own words (0: an address is told); a role address is a visitor too. A machine is nobody's, whatever a record says of it. domain: with its country, where accounts are parted by country. One of which
-- nothing is told is the whole company's, unless it may become an account.
with met_at as (
    select
        n.* exclude (nameless), h.domain, h.domain_id,
        case when n.address is null and h.lent <> '' then h.lent else h.rule end as host_rule,
        n.address is null and starts_with(n.host, 'network:') as by_network,
        case when n.visitor is not null then 'visitor:' || n.visitor || '@' || coalesce(w.network, '') end as visitor_key,
        case
            when regexp_full_match(split_part(n.address, '@', 1), getvariable('no_reply_pattern')) then 'no-reply'
            when regexp_full_match(split_part(n.address, '@', 1), getvariable('robot_pattern')) then 'robot'
            when regexp_full_match(split_part(n.address, '@', 1), getvariable('role_address_pattern')) then 'role address'
            else ''
        end as mailbox,
        n.nameless or mailbox = 'role address' as nameless
    from named as n
    left join hosts as h on h.host = n.host
    left join hosts as w on w.host = n.network
),

known as (
    select
        *, coalesce(person_key, visitor_key) as full_key,
        case
            when contact_id is not null then contact_id
            when visitor_key is not null then -key_number(visitor_key)
            when mailbox = 'role address' then -key_number(person_key)
            else coalesce(least(own_id, 0), 0)
        end as visitor_id
    from met_at
),

people_of as (
    select
        *,
        case
            when person_key is null and own_id is not null then own_id
            when nameless then -key_number(full_key)
            else key_number(full_key)
        end as person_id
    from known
),

met as (
    select
        p.* exclude (since, until),
        case
            when p.country is null or al.account_id <> p.domain_id then al.account_id
            when not getvariable('create_accounts') then al.account_id
        end as alias_account,
        co.account_id as company_account, st.account_id as stated_account,
        coalesce(cn.account_id, st.named_account) as name_account, coalesce(cn.rule, st.named_rule) as name_rule,
        p.said = -1 or m.person_id is not null as is_bot,
        greatest(
            p.since, coalesce(al.since, p.since), coalesce(co.since, p.since), coalesce(st.since, p.since),
            coalesce(cn.since, p.since)
        ) as since,
        least(
            p.until, coalesce(al.until, p.until), coalesce(co.until, p.until), coalesce(st.until, p.until),
            coalesce(cn.until, p.until)
        ) as until
    from people_of as p
    left join alias_periods as al on al.domain = coalesce(p.place, p.domain)
    left join company_periods as co on co.said = p.said
    left join company_name_periods as cn on cn.said = p.said
    left join stated_periods as st on st.person_id = p.person_id
    left join marked as m on m.person_id = p.person_id
),

ruled as (
    select
        *,
        case
            when is_bot then 'bot'
            when mailbox in ('no-reply', 'robot') then mailbox
            when company_account = 0 and list_contains(getvariable('kept_out'), host_rule) then host_rule
            when company_account = 0 then 'never an account'
            when company_account > 0 and by_network then 'account of the network'
            when company_account > 0 then getvariable('account_rule')
            when stated_account = 0 then 'never an account'
            when stated_account > 0 then 'account of the contact'
            when host_rule = 'freemail' and name_rule <> 'unknown company name' then name_rule
            when host_rule <> '' then host_rule
            when alias_account = 0 then 'never an account'
            when alias_account > 0 and mailbox <> '' then mailbox
            when alias_account = domain_id and country is not null and not by_network then 'whole company'
            when alias_account > 0 and address is not null then 'e-mail domain'
            when alias_account > 0 and by_network then 'domain of the network'
            when alias_account > 0 then 'domain of the visit'
            when domain <> '' and getvariable('create_accounts') and mailbox <> '' then 'created from a role address'
            when domain <> '' and getvariable('create_accounts') and address is not null then 'created from e-mail domain'
            when domain <> '' and getvariable('create_accounts') and by_network then 'created from the domain of a network'
            when domain <> '' and getvariable('create_accounts') then 'created from the domain of a visit'
            when name_rule = 'company name' and by_network then 'name of the network''s owner'
            when name_rule <> '' then name_rule
            when domain <> '' and place is not null and country is null then 'no country'
            when domain <> '' and place is not null then 'unknown country'
            when domain <> '' then 'unknown company'
            when said > 0 and said is distinct from key_number('country' || chr(30) || country) then 'unknown account'
            else 'no address'
        end as rule
    from met
    where since < until and until > known_on
),

placed as (
    select
        subject, person_id, full_key as person_key, visitor_id, visitor_key, nameless,
        case when domain <> '' and country is not null then domain || ':' || country else domain end as domain, domain_id,
        own_id, rule, said, known_on, rows, since, until, stays_until, acts_from,
        case
            when rule in ('account of the act', 'account of the network') then company_account
            when rule = 'account of the contact' and company_account > 0 then company_account
            when rule = 'account of the contact' then stated_account
            when rule in ('e-mail domain', 'domain of the visit', 'domain of the network', 'role address', 'whole company')
                then alias_account
            when rule like 'created from %' and country is not null then key_number(domain || ':' || country)
            when rule like 'created from %' then domain_id
            when rule in (name_rule, 'name of the network''s owner') and name_account > 0 then name_account
            else 0
        end as account_id,
        rule in ('account of the act', 'account of the contact') as sticks,
        rule = 'account of the act' as sticks_people
    from ruled
),

changing as (select subject from placed group by subject having count(*) > 1)

select *, getvariable('ever') as acts_after, getvariable('ever') as people_after
from placed
where subject not in (select subject from changing)
union all
select
    *,
    coalesce(max(case when sticks then until end) over earlier, getvariable('ever')) as acts_after,
    coalesce(max(case when sticks_people then until end) over earlier, getvariable('ever')) as people_after
from placed
where subject in (select subject from changing)
window earlier as (partition by subject, stays_until order by since rows between unbounded preceding and 1 preceding)
