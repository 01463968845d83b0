-- One row per support ticket that sales can see: a copy of one of the application, deleted
-- ones included and marked.
with

tickets as (

    select * from {{ source('hubspot', 'ticket') }}
    {{ dedupe('id') }}

),

-- The company that wrote the ticket; HubSpot allows several, the one that was entered first counts.
ticket_companies as (

    select ticket_id, company_id
    from {{ source('hubspot', 'ticket_company') }}
    qualify row_number() over (partition by ticket_id order by company_id, _synced_at) = 1

),

final as (

    select
        tickets.id as ticket_id,
        ticket_companies.company_id,
        tickets.property_hs_pipeline_stage as stage_id,
        trim(tickets.property_subject) as subject,
        lower(trim(tickets.property_hs_ticket_priority)) as priority,
        {{ dq_flags([
            "ticket_companies.company_id is null",
            "tickets.property_first_agent_reply_date < tickets.property_createdate",
            "tickets.property_closed_date < tickets.property_createdate",
        ]) }} as dq_flags,
        coalesce(tickets.is_deleted, false) as is_deleted,
        tickets.property_createdate as created_at,
        tickets.property_first_agent_reply_date as first_reply_at,
        tickets.property_closed_date as closed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from tickets
    left join ticket_companies on tickets.id = ticket_companies.ticket_id

)

select * from final
