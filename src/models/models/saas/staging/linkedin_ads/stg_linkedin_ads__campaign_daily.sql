-- One row per campaign and day on which it was seen. A day that was loaded again keeps its
-- last version, since the network restates what conversions are worth.
{{ config(tags=['pattern:dedup']) }}

with

analytics as (

    select * from {{ source('linkedin_ads', 'ad_analytics_by_campaign') }}
    {{ dedupe('campaign_id, day', '_synced_at desc') }}

),

final as (

    select
        campaign_id,
        impressions,
        clicks,
        cast(cost_in_local_currency as decimal(12, 2)) as spend_local,
        cast(cost_in_usd as decimal(12, 2)) as spend_usd,
        cast(conversion_value_in_local_currency as decimal(12, 2)) as conversion_value_local,
        {{ dq_flags([
            "day > " ~ as_of_date() ~ " - " ~ var('ads_restated_days'),
            "clicks > impressions",
            "cost_in_usd < 0 or impressions < 0 or clicks < 0",
        ]) }} as dq_flags,
        day as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from analytics

)

select * from final
