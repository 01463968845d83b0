-- One row per user: visits in windows that end with as_of_date, inclusive.
with

users as (

    select * from {{ ref('int_users__core') }}

),

-- 1 the day of each visit, none after the as-of date
visits as (

    select
        user_id,
        cast(started_at as date) as visited_on

    from {{ ref('stg_app_database__user_sessions') }}
    where cast(started_at as date) <= {{ as_of_date() }}

),

-- 2 one row for each user who came
visits_per_user as (

    select
        user_id,
        count(*) filter (where visited_on > {{ as_of_date() }} - 7) as visits_7d,
        count(*) filter (where visited_on > {{ as_of_date() }} - 30) as visits_30d,
        count(*) filter (where visited_on > {{ as_of_date() }} - 90) as visits_90d,
        count(*) as visits_ltd,
        max(visited_on) as last_visited_on

    from visits
    group by user_id

),

-- 3 every user, also who never came
final as (

    select
        users.user_id,
        coalesce(visits_per_user.visits_7d, 0) as visits_7d,
        coalesce(visits_per_user.visits_30d, 0) as visits_30d,
        coalesce(visits_per_user.visits_90d, 0) as visits_90d,
        coalesce(visits_per_user.visits_ltd, 0) as visits_ltd,
        {{ as_of_date() }} - visits_per_user.last_visited_on as days_since_last_visit

    from users
    left join visits_per_user on users.user_id = visits_per_user.user_id

)

select * from final
