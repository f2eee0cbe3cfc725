-- companies: what is true of one company, before any system wrote it down.
-- Names never repeat: the company's number is scattered over all combinations of syllables and words (a prime stride).
-- fit: 0 to 1, the truth behind Halyard's criteria; 0 outside the markets or too small. interest: standard normal,
-- latent. people: how many of its people anybody could meet. modified_on: when its CRM record was last touched.
with scattered as (
    select
        company_id,
        (company_id * 1299709 + getvariable('seed') * 15485863) % 2304000 as place,
        pick('industries', dice(company_id, 'industry')) as industry,
        pick('countries', dice(company_id, 'country')) as country,
        greatest(8, round(typical_employees() * exp(spread_of_employees() * bell(company_id, 'size'))))::bigint as employees
    from range(1, accounts_asked() + 1) as numbered (company_id)
),

spelled as (
    select
        *,
        getvariable('first_syllables')[1 + place % 100]
        || getvariable('middle_syllables')[1 + place // 100 % 48]
        || getvariable('last_syllables')[1 + place // 4800 % 40] as stem,
        list_concat(getvariable('words_of_all'), getvariable('words_of_industry')[industry])[1 + place // 192000] as word
    from scattered
),

described as (
    select
        *,
        trim(stem || ' ' || word) as name,
        lower(stem || case when country in ('DE', 'NL') and word <> '' then '-' else '' end || word) as label,
        getvariable('domain_endings')[country] as endings,
        list_sort(list_filter(list_distinct([
            pick('technologies', dice(company_id, 'technology 1')), pick('technologies', dice(company_id, 'technology 2')),
            pick('technologies', dice(company_id, 'technology 3')), pick('technologies', dice(company_id, 'technology 4'))
        ]), lambda word: word <> '')) as technology,
        list_sort(list_filter(list_distinct([
            pick('vacancies', dice(company_id, 'vacancy 1')), pick('vacancies', dice(company_id, 'vacancy 2'))
        ]), lambda word: word <> '')) as open_roles,
        case when dice(company_id, 'funded') < 0.3
            then last_day() - floor(dice(company_id, 'funded on') * 1100)::int end as last_funding,
        case
            when dice(company_id, 'relationship') < customer_rate() then 'customer'
            when dice(company_id, 'relationship') < customer_rate() + partner_rate() then 'partner'
            when dice(company_id, 'relationship') < customer_rate() + 1.3 * partner_rate() then 'reseller'
            else 'prospect'
        end as relationship,
        dice(company_id, 'competitor') < competitor_rate() as competitor
    from spelled
),

weighed as (
    select
        *,
        label || '.' || endings[1 + floor(dice(company_id, 'ending') * len(endings))::int] as domain,
        case when country in ('US', 'CA', 'GB', 'IE', 'DE', 'NL', 'SE', 'NO') and employees >= 200 then
            0.30 * (industry in ('banking', 'insurance', 'healthcare', 'energy'))::int
            + 0.25 * (employees between 1000 and 10000)::int
            + 0.20 * list_has_any(technology, ['snowflake', 'databricks', 'bigquery'])::int
            + 0.10 * list_has_any(technology, ['oldvault', 'gridlock'])::int
            + 0.10 * list_has_any(open_roles, ['security engineer', 'privacy counsel'])::int
            + 0.05 * coalesce(last_funding > last_day() - 360, false)::int
        else 0 end::double as fit
    from described
)

select
    company_id,
    name,
    name || ' ' || getvariable('legal_forms')[country] as legal_name,
    domain,
    case when dice(company_id, 'alias') < alias_rate() then label || '-group.com' end as alias_domain,
    country,
    coalesce(getvariable('currencies')[country], 'EUR') as currency,
    employees,
    industry,
    technology,
    open_roles,
    last_funding,
    case when competitor then 'competitor' else relationship end as relationship,
    fit,
    bell(company_id, 'interest') as interest,
    fit >= 0.55 and dice(company_id, 'named') < named_rate() as named,
    dice(company_id, 'in crm') >= not_in_crm_rate() as in_crm,
    nullif(pick('owners', dice(company_id, 'owner')), '') as owner,
    least(40, 3 + floor(ln(employees / 8.0) + dice(company_id, 'people') * 5))::bigint as people,
    case
        when dice(company_id, 'touched') < 0.85 then first_day() - 1 - floor(dice(company_id, 'touched on') * 700)::int
        else some_day(dice(company_id, 'touched on'))
    end as modified_on
from weighed
