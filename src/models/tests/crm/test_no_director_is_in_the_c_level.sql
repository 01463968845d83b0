-- "Director" contains the letters of "CTO", and is none.
select
    contact_id,
    job_title,
    seniority_level

from {{ ref('dim_contacts') }}
where lower(job_title) like '%director%'
    and seniority_level = 'C-Level'
