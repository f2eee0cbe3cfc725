-- companies_asked: one record of a company whose id is asked for.
select * from records
where kind = 'company' and record_id <> 0 and record_id in (select said from asked_ids)
