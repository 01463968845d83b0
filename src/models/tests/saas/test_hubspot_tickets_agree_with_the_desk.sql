-- HubSpot's copies of tickets tell the same times as the desk, and nearly all of them are found: the
-- copies are no second count, only a check.
with

ticket_sla as (

    select * from {{ ref('int_support__ticket_sla') }}

),

copies as (

    select
        hubspot_tickets.ticket_id,
        hubspot_tickets.first_reply_at,
        hubspot_tickets.closed_at,
        customer_map.customer_id

    from {{ ref('stg_hubspot__tickets') }} as hubspot_tickets
    left join {{ ref('int_identity__customer_map') }} as customer_map
        on hubspot_tickets.company_id = customer_map.company_id
    where not hubspot_tickets.is_deleted

),

disagreements as (

    select
        'times differ' as problem,
        count(*) as copies

    from copies
    inner join ticket_sla on copies.ticket_id = ticket_sla.hubspot_ticket_id
    where copies.first_reply_at is distinct from ticket_sla.first_response_at
        or copies.closed_at is distinct from ticket_sla.resolved_at
    having count(*) > 0

    union all

    -- Tickets of customers that the application has erased have no original any more.
    select
        'original not found' as problem,
        count(*) as copies

    from copies
    left join ticket_sla on copies.ticket_id = ticket_sla.hubspot_ticket_id
    where copies.customer_id is not null
    having count(*) filter (where ticket_sla.ticket_id is null) > 0.01 * count(*)

)

select * from disagreements
