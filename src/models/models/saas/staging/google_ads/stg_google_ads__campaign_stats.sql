-- One row per campaign, day, device and network. A day that was loaded again keeps its last
-- version, since Google restates conversions. Money is in the account's own currency.
{{ config(tags=['pattern:dedup']) }}

with

campaign_stats as (

    select * from {{ source('google_ads', 'campaign_stats') }}
    {{ dedupe('id, date, device, ad_network_type', '_synced_at desc') }}

),

final as (

    select
        id as campaign_id,
        lower(device) as device,
        lower(ad_network_type) as ad_network_type,
        impressions,
        clicks,
        {{ micros_to_currency('cost_micros') }} as spend_local,
        conversions as platform_conversions,
        conversions_value as conversion_value,
        view_through_conversions,
        {{ dq_flags([
            "date > " ~ as_of_date() ~ " - " ~ var('ads_restated_days'),
            "clicks > impressions",
            "cost_micros < 0 or impressions < 0 or clicks < 0",
        ]) }} as dq_flags,
        date as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from campaign_stats

)

select * from final
