-- truth_people: one person: the committee role their title stands for, and where they went.
select person_id, company_id, kind, email, title, role, freemail, bounced, in_crm, moved_on, moved_to, new_email
from people
order by person_id
