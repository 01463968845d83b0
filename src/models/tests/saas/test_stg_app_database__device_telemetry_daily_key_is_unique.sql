-- stg_app_database__device_telemetry_daily has one row per device_id and date_day.
{{ rows_that_repeat(ref('stg_app_database__device_telemetry_daily'), ['device_id', 'date_day']) }}
