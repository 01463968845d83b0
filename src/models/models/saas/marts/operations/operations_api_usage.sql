-- One row per customer and day with a call to the interface for programs, over all endpoints.
{{ config(tags=['pattern:window']) }}

with

api_requests_daily as (

    select * from {{ ref('stg_app_database__api_requests_daily') }}

),

customers as (

    select customer_id from {{ ref('entity_customers') }}

),

days as (

    select
        api_requests_daily.customer_id,
        sum(api_requests_daily.calls) as calls,
        sum(api_requests_daily.errors) as errors,
        -- A percentile cannot be added up; weighted by calls it is the usual stand-in.
        sum(api_requests_daily.p95_ms * api_requests_daily.calls) * 1.0 / nullif(
            sum(api_requests_daily.calls) filter (where api_requests_daily.p95_ms is not null), 0
        ) as p95_ms,
        api_requests_daily.date_day

    from api_requests_daily
    inner join customers on api_requests_daily.customer_id = customers.customer_id
    group by api_requests_daily.customer_id, api_requests_daily.date_day

),

final as (

    select
        customer_id,
        cast(calls as bigint) as calls,
        cast(errors as bigint) as errors,
        {{ share('errors', 'calls') }} as error_rate,
        cast(round(p95_ms, 0) as integer) as p95_ms,
        -- Days without a call have no row, so the window is one of days, not of rows.
        cast(round(sum(calls) over (
            partition by customer_id order by date_day
            range between interval 6 day preceding and current row
        ) / 7.0, 2) as decimal(14, 2)) as calls_avg_7d,
        date_day

    from days

)

select * from final
order by date_day, customer_id
