-- Once, before the first shard: what kinds of acts count for, and what one act is worth.
-- code: 1 to 18 the signals of engagement, 19 to 22 those of product, in file order; above: acts that are only counted.
create or replace table codes as
select shape_id, case kind
    when 'web.careers' then 1 when 'email.unsubscribe' then 2 when 'form.demo' then 3 when 'form.contact' then 4
    when 'form.rfp' then 5 when 'web.pricing' then 6 when 'web.calculator' then 7 when 'sales.meeting' then 8
    when 'sales.reply' then 9 when 'web.comparison' then 10 when 'content.technical' then 11 when 'content.case' then 12
    when 'event.attended' then 13 when 'webinar.attended' then 14 when 'content.report' then 15
    when 'email.click' then 16 when 'web.page' then 18 when 'product.connected' then 19 when 'product.scan' then 20
    when 'product.invite' then 21 when 'product.limit' then 22 when 'email.open' then 25 when 'email.reply' then 26
    when 'email.delivered' then 27 when 'email.bounce' then 28
    else case when kind like 'web.%' then 23 when kind like 'content.%' then 24 end
end::tinyint as code
from (select distinct shape_id, lower(kind) as kind from shapes)
where code is not null;

create or replace table signals_by_hand as
from (values
    (1, -4, 14, 20, 2), (2, -8, 60, 24, 1), (3, 40, 30, 80, 1), (4, 30, 30, 60, 1), (5, 45, 45, 90, 1),
    (6, 8, 14, 40, 3), (7, 15, 21, 30, 1), (8, 35, 30, 70, 1), (9, 20, 21, 40, 1), (10, 6, 14, 30, 3),
    (11, 10, 30, 40, 2), (12, 8, 30, 32, 2), (13, 15, 45, 45, 1), (14, 12, 30, 36, 1), (15, 5, 21, 20, 2),
    (16, 2, 14, 12, 2), (17, 2, 7, 12, 2), (18, 1, 7, 10, 5),
    (19, 25, 30, 25, 1), (20, 4, 14, 40, 5), (21, 10, 30, 40, 4), (22, 30, 21, 30, 1)
) as s (code, points, half_life, cap, per_day);

-- role -1: nameless visitors, 0: no role, then as in the file. One narrow key, so that the join is an array look-up.
create or replace table worth_by_hand as
select
    ((code * 8 + role + 1) * 128 + age)::integer as key,
    per_day,
    round_even(points * 100_000 * tenths * pow(0.5, age / half_life), 0)::bigint as points
from signals_by_hand
cross join (values (-1, 5), (0, 7), (1, 15), (2, 14), (3, 12), (4, 11), (5, 10), (6, 8)) as r (role, tenths)
cross join range(90) as a (age);

-- What every shard leaves for the tables of all accounts at once.
create or replace table eligible_by_hand (
    segment bigint, tier bigint, engaged bigint, points bigint, contact_ratio bigint
);
