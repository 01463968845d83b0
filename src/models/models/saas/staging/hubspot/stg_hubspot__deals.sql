-- One row per deal as it stands today, deleted ones included and marked.
with

deals as (

    select * from {{ source('hubspot', 'deal') }}
    {{ dedupe('deal_id') }}

),

final as (

    select
        deal_id,
        owner_id,
        deal_pipeline_id as pipeline_id,
        deal_pipeline_stage_id as stage_id,
        trim(property_dealname) as deal_name,
        lower(trim(property_dealtype)) as deal_type,
        nullif(lower(trim(property_closed_lost_reason)), '') as closed_lost_reason,
        lower(trim(property_forecast_category)) as forecast_category,
        case when property_amount >= 0 then cast(property_amount as decimal(12, 2)) end as amount,
        {{ dq_flags([
            "property_amount is null or property_amount < 0",
            "property_closedate < property_createdate",
            "owner_id is null",
        ]) }} as dq_flags,
        coalesce(is_deleted, false) as is_deleted,
        cast(property_closedate as date) as close_date,
        property_createdate as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from deals

)

select * from final
