-- code: M-GRAIN
-- headline: The grain is the day, not the hour.
-- feedback: All pours of a day lie in one row, such as {key}. To what is the time cut?
-- One row per tap and hour in which something was poured.
{{ config(
    materialized='incremental',
    unique_key=['device_id', 'hour_ts'],
    incremental_strategy='delete+insert',
) }}

with

pours as (

    select
        device_id,
        date_trunc('day', event_at) as hour_ts,
        volume_ml,
        ingested_at

    from {{ ref('stg_app_database__tap_events') }}
    where event_type = 'pour'

),

-- 1 which hours of which taps do new messages touch? On the first run all of them.
touched as (

    select distinct
        device_id,
        hour_ts

    from pours
    {% if is_incremental() %}
    where ingested_at > (select max(ingested_at) - interval 6 hour from {{ this }})
    {% endif %}

),

-- 2 make those hours as a whole
final as (

    select
        pours.device_id,
        pours.hour_ts,
        count(*) as pours,
        sum(pours.volume_ml) as volume_ml,
        max(pours.ingested_at) as ingested_at

    from pours
    inner join touched
        on pours.device_id = touched.device_id
        and pours.hour_ts = touched.hour_ts
    group by pours.device_id, pours.hour_ts

)

select * from final
