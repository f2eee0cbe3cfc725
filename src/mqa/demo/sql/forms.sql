-- forms: one form sent on the website, in words of its sender. The last rows cannot be read: no such day, no day, no
-- such year.
with sent as (
    select
        touch_id as "Submission ID",
        strftime(to_timestamp(epoch(done_on)::bigint + second_of_day + 700), '%Y-%m-%dT%H:%M:%SZ') as "Submitted at",
        split_part(kind, '.', 2) as "Form",
        email as "Email",
        pick('messages', detail) as "Message",
        pick('campaigns', dice(visit_id, 'form campaign')) as "Campaign"
    from (select *, split_part(touch_id, '-', 1)::bigint as visit_id from all_touches)
    where kind like 'form.%' and epoch(done_on)::bigint + second_of_day + 700 < epoch(last_day() + 1)
    union all
    select *
    from (values
        ('broken-1', '2026-02-31T10:00:00Z', 'contact', 'somebody@example.com', 'No such day', ''),
        ('broken-2', '', 'contact', 'somebody@example.com', 'No day', ''),
        ('broken-3', '20223-05-01T10:00:00Z', 'demo', 'somebody@example.com', 'No such year', '')
    ) as broken
)

select *
from sent
order by "Submission ID" like 'broken%', "Submitted at", "Submission ID"
