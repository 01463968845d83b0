-- One row per request to the shop's service desk, in its state of today.
with

tickets as (

    select * from {{ source('crm', 'tickets') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

final as (

    select
        id as ticket_id,
        organization_id,
        account_id,
        contact_id,
        trim(ticket_number) as ticket_number,
        trim(subject) as subject,
        nullif(trim(description), '') as description,
        lower(trim(priority)) as priority,
        lower(trim(status)) as status,
        lower(trim(category)) as category,
        trim(assigned_to) as assigned_to,
        trim(resolution) as resolution,
        cast(round(date_diff('second', created_at, resolved_at) / 3600.0, 2) as decimal(10, 2)) as hours_to_resolution,
        resolved_at is not null as is_resolved,
        created_at,
        updated_at,
        first_response_at,
        resolved_at,
        closed_at

    from tickets
    where organization_id in (select id from business_organizations)

)

select * from final
