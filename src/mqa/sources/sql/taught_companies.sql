-- taught_companies: the number of one id of a company of which this load, or a correction, said something new.
select distinct key_number(record) as said
from records
where
    kind = 'company' and record <> ''
    and (learned_on = getvariable('today') or account_id in (select account_id from corrected_accounts))
