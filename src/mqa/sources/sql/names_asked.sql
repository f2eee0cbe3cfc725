-- names_asked: what one stated name of a company that is asked for means.
select * from company_names
where said in (select said from asked_ids)
