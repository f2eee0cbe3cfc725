-- said_countries: one number by which a row says of which country it is: that of the country, or that of a company's name
-- which it states beside it. Where accounts are domains, `country_words` is empty: then it matters of none.
select distinct key_number('country' || chr(30) || code) as said, code as country
from country_words
union all
select distinct n.said, c.code
from company_names as n
inner join country_words as c
    on c.name = trim(regexp_replace(lower(strip_accents(replace(n.country, '.', ''))), '\s+', ' ', 'g'))
where n.said in (select said from asked_ids)
