-- The version in force says what dim_contacts says, and every person has one.
with

in_force as (

    select contact_id, account_id, job_title, seniority_level, contact_status
    from {{ ref('dim_contacts_history') }}
    where is_current

),

today as (

    select contact_id, account_id, job_title, seniority_level, contact_status
    from {{ ref('dim_contacts') }}
    where cast(created_at as date) <= {{ as_of_date() }}

)

(select * from in_force except select * from today)
union all
(select * from today except select * from in_force)
