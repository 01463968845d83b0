-- One row per call, mail, meeting, note or task that a seller of the shop noted.
with

activities as (

    select * from {{ source('crm', 'activities') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

final as (

    select
        id as activity_id,
        organization_id,
        account_id,
        contact_id,
        deal_id,
        lower(trim(type)) as activity_type,
        trim(subject) as subject,
        nullif(trim(description), '') as description,
        lower(trim(outcome)) as outcome,
        trim(assigned_to) as assigned_to,
        case when duration_minutes >= 0 then duration_minutes end as duration_minutes,
        coalesce(completed, false) as is_completed,
        activity_date as activity_at,
        created_at,
        updated_at

    from activities
    where organization_id in (select id from business_organizations)

)

select * from final
