-- One row per customer, day and endpoint with at least one call to the interface for programs.
with

api_requests_daily as (

    select * from {{ source('app_database', 'api_requests_daily') }}
    {{ dedupe('customer_id, day, endpoint') }}

),

final as (

    select
        customer_id,
        lower(trim(endpoint)) as endpoint,
        case when calls >= 0 then calls end as calls,
        case when errors >= 0 then errors end as errors,
        case when p95_ms >= 0 then p95_ms end as p95_ms,
        {{ dq_flags([
            "calls < 0 or errors < 0 or p95_ms < 0",
            "errors > calls",
        ]) }} as dq_flags,
        day as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from api_requests_daily

)

select * from final
