-- One row per advertisement and day on which it was seen. Money is in USD.
{{ config(tags=['pattern:dedup']) }}

with

basic_ad as (

    select * from {{ source('facebook_ads', 'basic_ad') }}
    {{ dedupe('ad_id, date', '_synced_at desc') }}

),

final as (

    select
        ad_id,
        impressions,
        reach,
        cast(frequency as decimal(8, 2)) as frequency,
        inline_link_clicks as clicks,
        cast(spend as decimal(12, 2)) as spend,
        {{ dq_flags([
            "inline_link_clicks > impressions",
            "reach > impressions",
            "spend < 0 or impressions < 0 or inline_link_clicks < 0",
        ]) }} as dq_flags,
        date as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from basic_ad

)

select * from final
