-- competitors: the domain of one competitor; the two whose tools Halyard replaces are always among them.
select domain
from companies
where relationship = 'competitor'
union
select domain
from (values ('oldvault-security.com'), ('gridlock-data.com')) as replaced (domain)
order by domain
