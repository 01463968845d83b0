-- One row per keyword and day. A day that was loaded again keeps its last version, since
-- Google restates conversions. Money is in the account's own currency.
{{ config(tags=['pattern:dedup']) }}

with

keyword_stats as (

    select * from {{ source('google_ads', 'keyword_stats') }}
    {{ dedupe('criterion_id, ad_group_id, date', '_synced_at desc') }}

),

final as (

    select
        criterion_id,
        ad_group_id,
        impressions,
        clicks,
        {{ micros_to_currency('cost_micros') }} as spend_local,
        conversions as platform_conversions,
        conversions_value as conversion_value,
        {{ dq_flags([
            "date > " ~ as_of_date() ~ " - " ~ var('ads_restated_days'),
            "clicks > impressions",
            "cost_micros < 0 or impressions < 0 or clicks < 0",
        ]) }} as dq_flags,
        date as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from keyword_stats

)

select * from final
