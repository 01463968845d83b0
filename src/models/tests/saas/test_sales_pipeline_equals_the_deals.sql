-- On as_of_date the pipeline is the deals as HubSpot has them: same stage, amount, forecast and owner, none missing, none twice.
select
    deals.deal_id,
    deals.amount,
    pipeline.amount as pipeline_amount,
    deals.forecast_category,
    pipeline.forecast_category as pipeline_forecast_category

from {{ ref('stg_hubspot__deals') }} as deals
left join {{ ref('stg_hubspot__pipeline_stages') }} as stages on deals.stage_id = stages.stage_id
full join {{ ref('sales_pipeline') }} as pipeline on deals.deal_id = pipeline.deal_id
where not coalesce(deals.is_deleted, false)
    and (
        deals.amount is distinct from pipeline.amount
        or deals.forecast_category is distinct from pipeline.forecast_category
        or deals.owner_id is distinct from pipeline.owner_id
        or stages.stage_label is distinct from pipeline.stage_label
        or (pipeline.is_open and deals.close_date is distinct from pipeline.close_date)
    )
