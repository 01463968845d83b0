-- One row per week of sign-up and week since: how many of those who signed up came back. Week
-- n of a user is days 7n to 7n + 6 after its own sign-up; week 0 holds the sign-up.
{{ config(tags=['pattern:window']) }}

with

users as (

    select
        user_id,
        cast(created_at as date) as signed_up_on,
        cast(date_trunc('week', cast(created_at as date)) as date) as cohort_week

    from {{ ref('entity_users') }}
    where user_status <> 'invited'

),

users_daily as (

    select
        user_id,
        date_day

    from {{ ref('entity_users_daily') }}
    where is_active

),

-- Weeks of sign-up that lie in the days with complete visits.
cohorts as (

    select
        *,
        count(*) over (partition by cohort_week) as cohort_users

    from users
    where cohort_week >= {{ usage_complete_from() }}

),

week_numbers as (

    select cast(series.week_number as integer) as week_number
    from generate_series(0, {{ var('retention_weeks') }}) as series(week_number)

),

active_weeks as (

    select distinct
        cohorts.user_id,
        (users_daily.date_day - cohorts.signed_up_on) // 7 as week_number

    from cohorts
    inner join users_daily on cohorts.user_id = users_daily.user_id
    where users_daily.date_day >= cohorts.signed_up_on

),

-- Who cannot have reached the end of the week yet is neither retained nor lost.
reached as (

    select
        cohorts.cohort_week,
        cohorts.cohort_users,
        cohorts.user_id,
        week_numbers.week_number

    from cohorts
    inner join week_numbers
        on cohorts.signed_up_on + 7 * week_numbers.week_number + 6 <= {{ as_of_date() }}

),

counted as (

    select
        reached.cohort_week,
        reached.week_number,
        reached.cohort_users,
        count(*) as users,
        count(active_weeks.user_id) as retained

    from reached
    left join active_weeks
        on reached.user_id = active_weeks.user_id
        and reached.week_number = active_weeks.week_number
    group by reached.cohort_week, reached.week_number, reached.cohort_users

),

final as (

    select
        week_number,
        cohort_users,
        users,
        retained,
        cast({{ safe_divide('retained', 'users') }} as decimal(5, 4)) as retention_rate,
        users < cohort_users as is_censored,
        cohort_week

    from counted

)

select * from final
order by cohort_week, week_number
