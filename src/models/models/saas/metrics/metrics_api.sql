-- One row per metric, day and entity, with the values to compare it with. They are found by their
-- date, so a day that is missing gives NULL and never the value of another day.
{{ config(
    tags=['pattern:window'],
    indexes=[{'columns': ['metric_date']}, {'columns': ['metric_name']}],
) }}

with

metrics as (

    select * from {{ ref('metrics_unified_domains') }}

),

-- A range of dates, not of rows: the frame of "a month before" holds one day, or none.
compared as (

    select
        *,
        min(metric_value) over (
            by_date range between interval 1 day preceding and interval 1 day preceding
        ) as previous_day_value,
        min(metric_value) over (
            by_date range between interval 7 day preceding and interval 7 day preceding
        ) as previous_week_value,
        min(metric_value) over (
            by_date range between interval 1 month preceding and interval 1 month preceding
        ) as previous_month_value,
        min(metric_value) over (
            by_date range between interval 1 year preceding and interval 1 year preceding
        ) as previous_year_value,
        avg(metric_value) over last_7_days as avg_7d,
        count(*) over last_7_days as values_7d,
        avg(metric_value) over last_28_days as avg_28d,
        count(*) over last_28_days as values_28d,
        avg(metric_value) over days_before as usual_value,
        stddev_samp(metric_value) over days_before as usual_deviation,
        count(*) over days_before as values_before

    from metrics
    window
        by_date as (partition by domain, metric_name, entity_type, entity_id order by metric_date),
        last_7_days as (
            partition by domain, metric_name, entity_type, entity_id order by metric_date
            range between interval 6 days preceding and current row
        ),
        last_28_days as (
            partition by domain, metric_name, entity_type, entity_id order by metric_date
            range between interval 27 days preceding and current row
        ),
        days_before as (
            partition by domain, metric_name, entity_type, entity_id order by metric_date
            range between interval {{ var('metrics_z_days') }} days preceding and interval 1 day preceding
        )

),

-- Means and deviations of windows with gaps would not be those of the window.
final as (

    select
        metric_date,
        domain,
        metric_name,
        metric_value,
        entity_type,
        entity_id,
        unit,
        importance_tier,
        previous_day_value,
        previous_week_value,
        previous_month_value,
        previous_year_value,
        metric_value - previous_month_value as month_change,
        round((metric_value - previous_month_value) / nullif(abs(previous_month_value), 0), 6) as month_change_pct,
        round((metric_value - previous_year_value) / nullif(abs(previous_year_value), 0), 6) as year_change_pct,
        case when values_7d = 7 then round(avg_7d, 6) end as avg_7d,
        case when values_28d = 28 then round(avg_28d, 6) end as avg_28d,
        -- A series that does not move differs from itself by rounding only.
        case when values_before = {{ var('metrics_z_days') }} and usual_deviation > 0.000001
            then round((metric_value - usual_value) / usual_deviation, 4) end as z_score,
        case
            when higher_is_better then round(previous_year_value * (1 + {{ var('metrics_target_growth') }}), 6)
            when not higher_is_better then round(previous_year_value * (1 - {{ var('metrics_target_growth') }}), 6)
        end as target

    from compared

)

select * from final
order by domain, metric_name, entity_type, entity_id, metric_date
