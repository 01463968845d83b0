-- One row per person at an account of the shop, as that person is known today: Type 1.
{{ config(indexes=[{'columns': ['account_id']}]) }}

with

contacts as (

    select * from {{ ref('stg_crm_contacts') }}

),

accounts as (

    select * from {{ ref('stg_crm_accounts') }}

),

final as (

    select
        contacts.contact_id,
        contacts.account_id,
        accounts.account_name,
        contacts.full_name,
        contacts.email,
        contacts.job_title,
        contacts.department,
        contacts.contact_status,
        case
            when contacts.contact_status = 'inactive' then 'Former'
            when contacts.contact_status = 'unsubscribed' then 'Unsubscribed'
            when contacts.is_primary then 'Primary'
            else 'Secondary'
        end as contact_category,
        {{ seniority_level('contacts.job_title') }} as seniority_level,
        contacts.is_primary,
        contacts.created_at,
        contacts.updated_at

    from contacts
    left join accounts on contacts.account_id = accounts.account_id

)

select * from final
