-- A user has one country and one plan, so active users add up over both to the total of the
-- day, though not over days.
with

days as (

    select
        metric_date,
        sum(users_active_monthly) filter (where country = 'all' and plan_type = 'all') as total,
        sum(users_active_monthly) filter (where country <> 'all' and plan_type = 'all') as by_country,
        sum(users_active_monthly) filter (where country = 'all' and plan_type <> 'all') as by_plan,
        sum(users_active_monthly) filter (where country <> 'all' and plan_type <> 'all') as by_both

    from {{ ref('gold_users_active_monthly') }}
    group by metric_date

)

select * from days
where total <> by_country
    or total <> by_plan
    or total <> by_both
