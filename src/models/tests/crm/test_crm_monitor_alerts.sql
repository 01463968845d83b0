-- The alert of the data-quality monitor: nothing stood out in the last days. One alert warns, and several end the
-- build with an error, so that a job stops and a page shows it in red.
{{ config(
    warn_if='> 0',
    error_if='>= ' ~ var('crm_monitor_alerts_from'),
) }}
select
    model_name,
    check_name,
    row_count,
    expected_row_count,
    z_score,
    null_share,
    checked_on

from {{ ref('crm_data_quality_monitor') }}
where is_anomaly
    and checked_on > {{ as_of_date() }} - {{ var('crm_monitor_alert_days') }}
