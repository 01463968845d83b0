-- One row per version of a plan: a price list entry with the days on which it was offered.
{{ config(tags=['pattern:dedup']) }}

with

plans as (

    select * from {{ source('app_database', 'plans') }}
    {{ dedupe('id') }}

),

-- A plan keeps the name under which it was first sold: a version that was renamed is still
-- the same plan.
with_first_name as (

    select
        *,
        first_value(trim(name)) over (partition by code order by valid_from, id) as first_name

    from plans

),

final as (

    select
        id as plan_id,
        code as plan_code,
        first_name as plan_name,
        tier as plan_tier,
        {{ cents_to_currency('monthly_price_cents') }} as monthly_price,
        {{ cents_to_currency('annual_price_cents') }} as annual_price,
        device_limit,
        {{ dq_flags([
            "monthly_price_cents < 0 or annual_price_cents < 0",
            "valid_to <= valid_from",
            "trim(name) <> first_name",
        ]) }} as dq_flags,
        valid_from,
        valid_to,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from with_first_name

)

select * from final
