-- One row per location and month.
{{ config(materialized='table') }}

select
    location_id,
    date_trunc('month', date_day) as month

from {{ ref('entity_devices_daily') }}
