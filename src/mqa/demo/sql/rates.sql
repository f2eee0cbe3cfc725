-- Every rate of the made-up world, in one place: change a number here and the world changes, nothing else.

-- Companies.
create or replace macro not_in_crm_rate() as 0.06;             -- known only by the domain of a visitor's e-mail
create or replace macro typical_employees() as 1100;           -- the median; sizes are log-normal
create or replace macro spread_of_employees() as 1.25;
create or replace macro missing_rate() as 0.15;                -- of industry and technology; of others a part of it
create or replace macro messy_rate() as 0.02;
create or replace macro customer_rate() as 0.04;
create or replace macro partner_rate() as 0.015;
create or replace macro competitor_rate() as 0.006;
create or replace macro named_rate() as 0.12;                  -- of accounts that fit well: Tier 1
create or replace macro alias_rate() as 0.06;                  -- companies with a second domain
create or replace macro duplicate_rate() as 0.02;              -- companies with a second CRM record

-- People.
create or replace macro person_not_in_crm_rate() as 0.12;
create or replace macro freemail_rate() as 0.05;
create or replace macro no_title_rate() as 0.10;
create or replace macro bounced_rate() as 0.02;
create or replace macro job_change_rate() as 0.02;             -- a year
create or replace macro role_address_rate() as 0.1;            -- companies with info@ and the like among their contacts
create or replace macro bot_rate() as 0.015;                   -- companies whose mail scanner opens and clicks everything

-- Episodes: times in which a company looks for what Halyard sells.
create or replace macro slot_days() as 180;                    -- at most one begins in each such stretch
create or replace macro episode_base() as -3.7;                -- log-odds for a company that does not fit at all
create or replace macro episode_by_fit() as 4.0;
create or replace macro episode_by_interest() as 0.7;          -- by standard deviation of latent interest
create or replace macro shortest_episode() as 45;              -- days
create or replace macro longest_episode() as 105;
create or replace macro most_participants() as 9;
create or replace macro visits_of_participant() as 12.0;       -- mean over an episode of full intensity

-- Opportunities: log-odds in each stretch, episode or not. Written to truth/model.json.
create or replace macro opportunity_base() as -6.2;
create or replace macro opportunity_by_fit() as 2.2;           -- fit 0 to 1
create or replace macro opportunity_by_intensity() as 2.4;     -- intensity 0 to 1
create or replace macro opportunity_by_breadth() as 2.2;       -- participants of six, at most 1
create or replace macro won_rate() as 0.28;
create or replace macro lost_rate() as 0.47;                   -- the rest stays open

-- Acts.
create or replace macro visits_of_anybody() as 0.25;           -- mean a year, of somebody in no episode
create or replace macro views_of_visit() as 11.5;
create or replace macro focus_share() as 0.75;                 -- page views of a visit that are of its main type
create or replace macro nameless_rate() as 0.45;
create or replace macro nameless_rate_in_episode() as 0.25;
create or replace macro network_known_rate() as 0.6;           -- nameless visits whose company the network gives away
create or replace macro crawler_rate() as 0.003;               -- visits by machines
create or replace macro seconds_of_view() as 27.0;
create or replace macro late_rate() as 0.03;
create or replace macro very_late_rate() as 0.002;
create or replace macro repeated_rate() as 0.005;              -- acts delivered twice under one id
create or replace macro subscribed_rate() as 0.05;
create or replace macro workspace_rate() as 0.05;              -- companies trying the free product, a year
create or replace macro scans_of_day() as 11.0;
create or replace macro background_intent() as 2.0;            -- topic-weeks a year of a company that looks for nothing
create or replace macro intent_seen_rate() as 0.85;            -- episodes that the intent vendor notices

-- What a visit leads to, by what the visitor is in: nothing, or the stage of an episode.
create or replace table touch_rates as
select *
from (values
    ('none', 'content.report', 0.020), ('none', 'content.technical', 0.006), ('none', 'content.case', 0.006),
    ('none', 'webinar', 0.012), ('none', 'event', 0.003), ('none', 'form.contact', 0.001),
    ('awareness', 'content.report', 0.12), ('awareness', 'content.technical', 0.03), ('awareness', 'webinar', 0.07),
    ('awareness', 'event', 0.02),
    ('consideration', 'content.technical', 0.14), ('consideration', 'content.case', 0.10),
    ('consideration', 'content.report', 0.05), ('consideration', 'webinar', 0.08), ('consideration', 'event', 0.04),
    ('consideration', 'form.contact', 0.01), ('consideration', 'sales.reply', 0.02),
    ('decision', 'content.technical', 0.06), ('decision', 'content.case', 0.08), ('decision', 'webinar', 0.04),
    ('decision', 'event', 0.03), ('decision', 'form.demo', 0.035), ('decision', 'form.contact', 0.03),
    ('decision', 'form.rfp', 0.01), ('decision', 'sales.meeting', 0.07), ('decision', 'sales.reply', 0.06)
) as rates (phase, kind, rate);

-- What somebody does with a mail: the monthly newsletter, and the nurture mail of an episode, every three weeks.
create or replace table mail_rates as
select *
from (values
    ('newsletter', 'open', 0.30, 4), ('newsletter', 'click', 0.05, 1), ('newsletter', 'unsubscribe', 0.004, 1),
    ('nurture', 'open', 0.60, 5), ('nurture', 'click', 0.40, 1), ('nurture', 'reply', 0.03, 1),
    ('nurture', 'unsubscribe', 0.004, 1),
    ('scanned', 'open', 1.00, 3), ('scanned', 'click', 1.00, 6)
) as rates (mail, event, rate, most);
