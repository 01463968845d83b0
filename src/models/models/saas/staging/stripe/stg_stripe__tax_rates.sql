-- One row per sales tax rate that was set up. Invoices do not name it: an active rate holds
-- for all customers of its jurisdiction.
{{ config(tags=['pattern:dedup']) }}

with

tax_rates as (

    select * from {{ source('stripe', 'tax_rate') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as tax_rate_id,
        upper(trim(jurisdiction)) as jurisdiction,
        percentage,
        {{ dq_flags(["percentage < 0 or percentage > 30"]) }} as dq_flags,
        inclusive as is_inclusive,
        active as is_active,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from tax_rates

)

select * from final
