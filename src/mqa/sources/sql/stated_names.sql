-- stated_names: one name of a company as rows of this file state it, with its country and city (in the staged row they
-- are one text, parted by U+001E), that was not looked up before.
select distinct
    key_number('company' || chr(30) || company) as said,
    split_part(company, chr(30), 1) as name,
    split_part(company, chr(30), 2) as country,
    split_part(company, chr(30), 3) as city
from staged
where fate = 0 and company <> '' and key_number('company' || chr(30) || company) not in (select said from company_names)
