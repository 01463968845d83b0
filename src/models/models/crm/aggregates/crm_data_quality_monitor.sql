-- One row per watched table, check and day: how many rows came that day and in the week up to it
-- against how many usually come, and what share of a column that should be filled was empty.
{%- set watched = {
    'fact_deals': 'created_at',
    'fact_activities': 'activity_at',
    'fact_tickets': 'created_at',
    'fact_orders': 'ordered_at',
    'dim_accounts': 'created_at',
    'dim_contacts': 'created_at',
    'dim_products': 'created_at',
} %}
{{ config(tags=['pattern:statistics']) }}

with

-- The days that are reported, and those before that they are judged against.
days as (

    {{ date_spine(
        as_of_date() ~ ' - ' ~ (var('crm_monitor_days') + 7 * var('crm_monitor_weeks') + 5),
        as_of_date()
    ) }}

),

watched_tables as (

    {% for name in watched -%}
    {%- set expected = var('crm_monitor_columns')[name] -%}
    select
        '{{ name }}' as model_name,
        'missing_{{ expected['column'] }}' as missing_check,
        {{ expected['null_share'] }} as null_share_limit

    {% if not loop.last -%}
    union all

    {% endif %}
    {%- endfor %}
),

arrivals as (

    {% for name, moment in watched.items() -%}
    {%- set column = var('crm_monitor_columns')[name]['column'] -%}
    select
        '{{ name }}' as model_name,
        cast({{ moment }} as date) as date_day,
        count(*) as rows_arrived,
        count(*) - count({{ column }}) as rows_missing

    from {{ ref(name) }}
    group by cast({{ moment }} as date)

    {% if not loop.last -%}
    union all

    {% endif %}
    {%- endfor %}
),

-- A day on which nothing came is a day too.
daily as (

    select
        watched_tables.*,
        days.date_day,
        coalesce(arrivals.rows_arrived, 0) as rows_arrived,
        coalesce(arrivals.rows_missing, 0) as rows_missing

    from days
    cross join watched_tables
    left join arrivals
        on watched_tables.model_name = arrivals.model_name
        and days.date_day = arrivals.date_day

),

summed as (

    select
        *,
        sum(rows_arrived) over (
            partition by model_name order by date_day rows between 6 preceding and current row
        ) as rows_7d,
        sum(rows_arrived) over recent_days as rows_in_window,
        sum(rows_missing) over recent_days as missing_in_window

    from daily
    window recent_days as (
        partition by model_name order by date_day
        rows between {{ var('crm_monitor_window_days') - 1 }} preceding and current row
    )

),

-- Mondays are busy: a day is compared with the same day of the weeks before. So is the week that ends with it, in which even a small
-- table cannot fall silent unnoticed.
compared as (

    select
        *,
        avg(rows_arrived) over same_weekday as expected_rows,
        stddev_samp(rows_arrived) over same_weekday as usual_deviation,
        avg(rows_7d) over same_weekday as expected_rows_7d,
        stddev_samp(rows_7d) over same_weekday as usual_deviation_7d

    from summed
    window same_weekday as (
        partition by model_name, dayofweek(date_day) order by date_day
        rows between {{ var('crm_monitor_weeks') }} preceding and 1 preceding
    )

),

-- Counts scatter by the root of their mean at least, and by one row where almost nothing comes; eight days that happen to be
-- alike would make a monster of the ninth.
scored as (

    select
        *,
        (rows_arrived - expected_rows) / greatest(usual_deviation, sqrt(expected_rows), 1.0) as z_score,
        (rows_7d - expected_rows_7d) / greatest(usual_deviation_7d, sqrt(expected_rows_7d), 1.0) as z_score_7d,
        missing_in_window * 1.0 / nullif(rows_in_window, 0) as null_share

    from compared
    where date_day > {{ as_of_date() }} - {{ var('crm_monitor_days') }}

),

checks as (

    select
        model_name,
        'volume' as check_name,
        rows_arrived as row_count,
        expected_rows as expected_row_count,
        z_score,
        null as null_share,
        abs(z_score) >= {{ var('crm_monitor_z') }} as is_anomaly,
        date_day as checked_on

    from scored

    union all

    select
        model_name,
        'volume_7d' as check_name,
        rows_7d as row_count,
        expected_rows_7d as expected_row_count,
        z_score_7d as z_score,
        null as null_share,
        abs(z_score_7d) >= {{ var('crm_monitor_z') }} as is_anomaly,
        date_day as checked_on

    from scored

    union all

    select
        model_name,
        missing_check as check_name,
        rows_in_window as row_count,
        null as expected_row_count,
        null as z_score,
        null_share,
        coalesce(null_share >= null_share_limit, false)
            and rows_in_window >= {{ var('crm_monitor_rows_from') }} as is_anomaly,
        date_day as checked_on

    from scored

),

final as (

    select
        model_name,
        check_name,
        cast(row_count as integer) as row_count,
        cast(expected_row_count as decimal(12, 2)) as expected_row_count,
        cast(round(z_score, 2) as decimal(8, 2)) as z_score,
        cast(round(null_share, 4) as decimal(5, 4)) as null_share,
        is_anomaly,
        checked_on

    from checks

)

select * from final
