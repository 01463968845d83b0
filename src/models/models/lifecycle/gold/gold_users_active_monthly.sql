-- One row per day, country and plan, with totals: who had a qualifying event within
-- lifecycle_active_days, 31 dates with the day itself, and was not deleted.
{{ config(tags=['pattern:window', 'pattern:rollup']) }}

with

deletions as (

    select entity_id as user_id, min(cast(deleted_at as date)) as deleted_on
    from {{ ref('bronze_deletions') }}
    where entity_type = 'user'
    group by entity_id

),

qualifying_days as (

    select
        activity.user_id,
        users.country,
        users.plan_type,
        coalesce(deletions.deleted_on, date '9999-12-31') as deleted_on,
        activity.event_date

    from {{ ref('silver_daily_user_activity') }} as activity
    inner join {{ ref('bronze_users') }} as users on activity.user_id = users.user_id
    left join deletions on activity.user_id = deletions.user_id
    where activity.qualifying_events > 0

),

{%- set windows = {
    'monthly': var('lifecycle_active_days'), 'weekly': var('lifecycle_active_week_days'), 'daily': 0
} %}
{%- for name, days in windows.items() %}

{{ name }}_spans as (

    {{ active_spans('qualifying_days', ['user_id', 'country', 'plan_type', 'deleted_on'], 'event_date', days) }}

),
{%- endfor %}

changes as (
{% for name in windows %}
    select country, plan_type, first_day as date_day, '{{ name }}' as kind, 1 as change
    from {{ name }}_spans
    where first_day < deleted_on
    union all
    select country, plan_type, least(last_day + 1, deleted_on), '{{ name }}', -1
    from {{ name }}_spans
    where first_day < deleted_on
    {{ 'union all' if not loop.last }}
{% endfor %}
),

-- Totals are rows of their own: the changes of all countries, of all plans, and of all users.
changes_with_totals as (

    select
        case when grouping(country) = 1 then 'all' else country end as country,
        case when grouping(plan_type) = 1 then 'all' else plan_type end as plan_type,
        date_day,
        {%- for name in windows %}
        sum(change) filter (where kind = '{{ name }}') as {{ name }}_change
        {{- ',' if not loop.last }}
        {%- endfor %}

    from changes
    group by date_day, cube (country, plan_type)

),

segments as (

    select country, plan_type, min(date_day) as first_day
    from changes_with_totals
    group by country, plan_type

),

spine as (

    select
        country,
        plan_type,
        cast(unnest(range(first_day, {{ as_of_date() }} + 1, interval 1 day)) as date) as metric_date

    from segments

),

counted as (

    select
        spine.metric_date,
        spine.country,
        spine.plan_type,
        {%- for name in windows %}
        cast(coalesce(sum(changes.{{ name }}_change) over so_far, 0) as integer) as users_active_{{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from spine
    left join changes_with_totals as changes
        on spine.country = changes.country
        and spine.plan_type = changes.plan_type
        and spine.metric_date = changes.date_day
    window so_far as (
        partition by spine.country, spine.plan_type order by spine.metric_date
        rows between unbounded preceding and current row
    )

),

final as (

    select
        metric_date,
        case
            when country = 'all' and plan_type = 'all'
                then '{{ metric_title("Users", "Active", "Monthly") }}'
            when plan_type = 'all' then '{{ metric_title("Users", "Active", "Monthly", "Country") }}'
            when country = 'all' then '{{ metric_title("Users", "Active", "Monthly", "Plan") }}'
            else '{{ metric_title("Users", "Active", "Monthly", "Country and Plan") }}'
        end as metric_name,
        country,
        plan_type,
        users_active_monthly,
        users_active_weekly,
        users_active_daily,
        {{ share('users_active_daily', 'users_active_monthly') }} as stickiness,
        metric_date > {{ as_of_date() }} - 90 as is_last_90_days

    from counted

)

select * from final
