-- One row per currency and working day: what one unit was worth in US dollars. Weekends and
-- holidays have no row; the last rate before holds (join with ASOF).
{{ config(tags=['pattern:dedup']) }}

with

exchange_rates as (

    select * from {{ source('reference', 'exchange_rates') }}
    {{ dedupe('day, currency') }}

),

final as (

    select
        lower(trim(currency)) as currency,
        usd_rate,
        {{ dq_flags(["usd_rate <= 0"]) }} as dq_flags,
        day as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from exchange_rates

)

select * from final
