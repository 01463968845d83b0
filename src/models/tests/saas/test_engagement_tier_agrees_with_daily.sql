-- A user is judged inactive at a month end exactly when the daily table knows no active day in
-- the 30 days before it.
with

month_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month
        and {{ has_complete_usage_30d('date_day') }}

),

judged as (

    select
        history.user_id,
        month_ends.date_day,
        history.engagement_tier

    from {{ ref('entity_users_history') }} as history
    inner join month_ends
        on history.valid_from <= month_ends.date_day
        and (month_ends.date_day < history.valid_to or history.valid_to is null)
    where history.user_status = 'active'

)

select
    judged.user_id,
    judged.date_day,
    judged.engagement_tier,
    users_daily.active_days_30d

from judged
left join {{ ref('entity_users_daily') }} as users_daily
    on judged.user_id = users_daily.user_id
    and judged.date_day = users_daily.date_day
where (judged.engagement_tier = 'inactive') <> (coalesce(users_daily.active_days_30d, 0) = 0)
    or judged.engagement_tier = 'unrated'
