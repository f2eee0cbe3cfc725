-- moved_aliases: what must be taken back or added so that each domain leads to the account it belongs to by what was
-- known when, and to no other that claimed it.
with doubted as (
    select domain
    from domains_asked
    group by domain
    having count(distinct first_account) > 1
    union
    select domain from leads
    union
    select domain from domains_asked where first_account in (select account_id from unit_periods)
    union
    select domain from domains_asked where contains(domain, ':')
),

concerned as (
    select * from domains_asked
    where domain in (select domain from doubted) and first_account > 0
),

told as (select distinct * exclude (account_id, known_on, times) from concerned where times > 0),

held as (
    select
        t.*, coalesce(u.leads_to, p.account_id) as account_id,
        greatest(p.since, t.told_on, coalesce(u.since, p.since)) as since,
        least(p.until, coalesce(u.until, p.until)) as until
    from told as t
    inner join alias_periods as p
        on p.domain = t.domain and p.until > t.told_on
        and case when t.rule = 'set by a person' then p.rule = t.rule and p.account_id = t.first_account
            else p.claimed = t.first_account end
    left join unit_periods as u
        on u.account_id = p.account_id and u.since < p.until and u.until > greatest(p.since, t.told_on)
    where p.account_id > 0
),

changes as (
    select * exclude (since, until), since as known_on, 1 as times from held
    union all by name
    select * exclude (since, until), until as known_on, -1 as times from held where until < getvariable('no_end')
    union all by name
    select * replace (-times as times) from concerned
)

select * exclude (times), cast(sum(times) as bigint) as times
from changes
group by all
having sum(times) <> 0
