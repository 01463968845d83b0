-- The stage in which a deal stands is the last one of its way, the way begins when the deal was opened, and the amount is the last
-- one of its history.
with

durations as (

    select * from {{ ref('int_sales__deal_stage_durations') }}

),

last_amounts as (

    select
        deal_id,
        try_cast(property_value as decimal(12, 2)) as amount

    from {{ ref('stg_hubspot__deal_property_history') }}
    where property_name = 'amount'
    qualify row_number() over (partition by deal_id order by changed_at desc) = 1

)

select
    deals.deal_id,
    deals.stage_id,
    durations.stage_id as last_stage_id,
    deals.amount,
    last_amounts.amount as last_amount

from {{ ref('stg_hubspot__deals') }} as deals
left join durations
    on deals.deal_id = durations.deal_id
    and durations.is_current
left join last_amounts on deals.deal_id = last_amounts.deal_id
where not deals.is_deleted
    and (
        durations.stage_id is distinct from deals.stage_id
        or last_amounts.amount is distinct from deals.amount
    )
