-- One row per question to the support desk, as it stood after its last change.
{{ config(tags=['pattern:dedup']) }}

with

support_tickets as (

    select * from {{ source('app_database', 'support_tickets') }}
    {{ dedupe('id', '_synced_at desc') }}

),

final as (

    select
        id as ticket_id,
        customer_id,
        user_id,
        location_id,
        device_id,
        lower(trim(channel)) as channel,
        lower(trim(category)) as category,
        lower(trim(priority)) as priority,
        lower(trim(status)) as ticket_status,
        trim(subject) as subject,
        cast(reopened_count as integer) as reopened_count,
        case when csat_score between 1 and 5 then cast(csat_score as integer) end as csat_score,
        {{ dq_flags([
            "first_response_at < created_at",
            "resolved_at < created_at or resolved_at < first_response_at",
            "csat_score not between 1 and 5",
            "(status in ('solved', 'closed')) <> (resolved_at is not null)",
            is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        created_at,
        case when first_response_at >= created_at then first_response_at end as first_response_at,
        case
            when resolved_at >= created_at and resolved_at >= coalesce(first_response_at, created_at)
                then resolved_at
        end as resolved_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from support_tickets
    where not {{ is_test_account('customer_id') }}

)

select * from final
