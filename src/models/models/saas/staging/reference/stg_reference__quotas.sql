-- One row per sales owner and month: what the owner is to win.
with

quotas as (

    select * from {{ source('reference', 'quotas') }}
    {{ dedupe('owner_id, month') }}

),

final as (

    select
        owner_id,
        cast(date_trunc('month', month) as date) as month,
        case when amount >= 0 then cast(amount as decimal(12, 2)) end as quota_amount,
        {{ dq_flags([
            "amount is null or amount < 0",
            "month <> date_trunc('month', month)",
        ]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from quotas

)

select * from final
