-- One row per tap and hour in which something was poured.
{{ config(materialized='table') }}

with

pours as (

    select * from {{ ref('stg_app_database__tap_events') }}
    where event_type = 'pour'

)

-- 1 which hours of which taps do new messages touch? On the first run all of them.
-- 2 make those hours as a whole: device_id, hour_ts, pours, volume_ml, ingested_at
select * from pours
