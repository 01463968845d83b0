-- One row per cohort, the users who signed up in a month, and month number, a stretch of 30
-- days counted from each user's own sign-up. Month 0 holds the whole cohort.
{{ config(tags=['pattern:pivot']) }}

with

users as (

    select
        user_id,
        cast(user_created_at as date) as signed_up_on,
        cast(date_trunc('month', user_created_at) as date) as cohort_month

    from {{ ref('bronze_users') }}

),

active_months as (

    select distinct
        users.user_id,
        users.cohort_month,
        (activity.event_date - users.signed_up_on) // {{ var('lifecycle_cohort_days') }} as month_number

    from {{ ref('silver_daily_user_activity') }} as activity
    inner join users on activity.user_id = users.user_id
    where activity.qualifying_events > 0

),

active_per_month as (

    select cohort_month, month_number, count(*) as active_users
    from active_months
    group by cohort_month, month_number

),

cohorts as (

    select
        cohort_month,
        count(*) as cohort_size,
        max(signed_up_on) as last_signup_on

    from users
    group by cohort_month

),

cells as (

    select
        *,
        unnest(range({{ var('lifecycle_cohort_months') }} + 1)) as month_number

    from cohorts

),

-- A cell is censored until the last of the cohort has lived through its month.
judged as (

    select
        *,
        month_number > 0 and last_signup_on
        + cast((month_number + 1) * {{ var('lifecycle_cohort_days') }} as integer) - 1
        > {{ as_of_date() }} as is_censored

    from cells

),

final as (

    select
        judged.cohort_month,
        cast(judged.month_number as integer) as month_number,
        '{{ metric_title("Users", "Retained", "Monthly", "Cohort") }}' as metric_name,
        cast(judged.cohort_size as integer) as cohort_size,
        cast(case
            when judged.is_censored then null
            when judged.month_number = 0 then judged.cohort_size
            else coalesce(active_per_month.active_users, 0)
        end as integer) as active_users,
        case
            when judged.is_censored then null
            when judged.month_number = 0 then cast(1 as decimal(5, 4))
            else {{ share('coalesce(active_per_month.active_users, 0)', 'judged.cohort_size') }}
        end as retention_rate,
        judged.is_censored

    from judged
    left join active_per_month
        on judged.cohort_month = active_per_month.cohort_month
        and judged.month_number = active_per_month.month_number

)

select * from final
