-- Week 0 of a cohort holds every user who signed up in the week and has been here for seven
-- days, and the retained are never more than there are.
with

sign_ups as (

    select
        cast(date_trunc('week', cast(created_at as date)) as date) as cohort_week,
        count(*) as cohort_users,
        count(*) filter (where cast(created_at as date) + 6 <= {{ as_of_date() }}) as users

    from {{ ref('entity_users') }}
    where user_status <> 'invited'
        and cast(date_trunc('week', cast(created_at as date)) as date) >= {{ usage_complete_from() }}
    group by cast(date_trunc('week', cast(created_at as date)) as date)

)

select
    sign_ups.*,
    retention.cohort_users as cohort_users_in_mart,
    retention.users as users_in_mart

from sign_ups
left join {{ ref('product_user_retention') }} as retention
    on sign_ups.cohort_week = retention.cohort_week
    and retention.week_number = 0
where sign_ups.users > 0
    and (
        sign_ups.cohort_users is distinct from retention.cohort_users
        or sign_ups.users is distinct from retention.users
    )
