-- moves: one person of earlier loads who is somebody else, or of another account, by what this load taught us.
-- What a source said of a single act stays; an earlier job stays where it was, only the membership moves.
with candidates as (
    select m.account_id, m.person_id, m.rule, t.new_person, t.new_key, t.renamed
    from members as m
    inner join taught_people as t on t.old_person = m.person_id
    union
    select m.account_id, m.person_id, m.rule, m.person_id, m.person_key, false
    from members as m
    inner join taught_hosts as t on t.host = m.host
    where m.person_id not in (select old_person from taught_people)
),

placed as (
    select
        c.*, pa.account_id as stated, pa.rule as stated_rule, h.rule as host_rule, al.account_id as alias_account
    from candidates as c
    left join person_accounts as pa on pa.person_id = c.new_person
    left join hosts as h on h.host = case when c.new_key like '%@%' then split_part(c.new_key, '@', -1) end
    left join alias_state as al on al.domain = h.domain
    where c.rule <> 'account of the act'
),

wanted as (
    select
        account_id as old_account, person_id as old_person, new_person, new_key, rule as old_rule, renamed,
        case
            when stated is not null then stated
            when not renamed and rule in ('account of the contact', 'bot', 'no-reply', 'no address', 'unknown account')
                then account_id
            when host_rule <> '' then 0
            else coalesce(alias_account, account_id)
        end as new_account,
        case
            when stated_rule = 'bot' then 'bot'
            when stated > 0 then 'account of the contact'
            when stated = 0 or alias_account = 0 then 'never an account'
            when host_rule <> '' then host_rule
            when new_person < 0 then 'domain of the visit'
            when alias_account > 0 then 'e-mail domain'
            else rule
        end as rule
    from placed
)

select
    w.old_account, w.old_person, w.new_account, w.new_person, w.new_key, max(w.rule) as rule,
    max(case when (w.old_rule = 'account of the contact' and not w.renamed) or k.person_id is not null then 0 else 1 end)
        as with_acts
from wanted as w
left join members as k
    on k.person_id = w.old_person and k.account_id = w.old_account and k.rule = 'account of the act'
where w.new_account <> w.old_account or w.new_person <> w.old_person
group by w.old_account, w.old_person, w.new_account, w.new_person, w.new_key
