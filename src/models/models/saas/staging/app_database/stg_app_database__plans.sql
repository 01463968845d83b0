-- One row per version of a plan: a price list entry with the days on which it was offered.
with

plans as (

    select * from {{ source('app_database', 'plans') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as plan_id,
        code as plan_code,
        name as plan_name,
        tier as plan_tier,
        {{ cents_to_currency('monthly_price_cents') }} as monthly_price,
        {{ cents_to_currency('annual_price_cents') }} as annual_price,
        device_limit,
        {{ dq_flags([
            "monthly_price_cents < 0 or annual_price_cents < 0",
            "valid_to <= valid_from",
        ]) }} as dq_flags,
        valid_from,
        valid_to,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from plans

)

select * from final
