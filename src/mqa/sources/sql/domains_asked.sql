-- domains_asked: where one domain that is asked for leads.
select * from aliases
where domain_id in (select domain_id from asked_domains)
