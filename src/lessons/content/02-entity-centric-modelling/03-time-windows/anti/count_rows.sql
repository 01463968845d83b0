-- code: M-COUNTROWS
-- headline: {n} {are} credited with a visit that never was.
-- feedback: {key} never came. After the left join it still has one row, and count(*) counts rows. Which column is filled only if there was a visit?
with

users as (

    select * from {{ ref('int_users__core') }}

),

visits as (

    select
        user_id,
        cast(started_at as date) as visited_on

    from {{ ref('stg_app_database__user_sessions') }}
    where cast(started_at as date) <= {{ as_of_date() }}

),

final as (

    select
        users.user_id,
        count(*) filter (where visits.visited_on > {{ as_of_date() }} - 7) as visits_7d,
        count(*) filter (where visits.visited_on > {{ as_of_date() }} - 30) as visits_30d,
        count(*) filter (where visits.visited_on > {{ as_of_date() }} - 90) as visits_90d,
        count(*) as visits_ltd,
        {{ as_of_date() }} - max(visits.visited_on) as days_since_last_visit

    from users
    left join visits on users.user_id = visits.user_id
    group by users.user_id

)

select * from final
