-- A previous value is the value of exactly that day; where the day has none there is none to compare with.
with

metrics as (

    select * from {{ ref('metrics_api') }}
    where importance_tier = 1
        and entity_type = 'company'

)

select
    metrics.domain,
    metrics.metric_name,
    metrics.metric_date

from metrics
left join metrics as day_before
    on metrics.domain = day_before.domain
    and metrics.metric_name = day_before.metric_name
    and day_before.metric_date = metrics.metric_date - 1
left join metrics as month_before
    on metrics.domain = month_before.domain
    and metrics.metric_name = month_before.metric_name
    and month_before.metric_date = cast(metrics.metric_date - interval 1 month as date)
where metrics.previous_day_value is distinct from day_before.metric_value
    or metrics.previous_month_value is distinct from month_before.metric_value
