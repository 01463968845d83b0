-- code: M-CENSOR
-- headline: Customers were counted as lost whenever they left.
-- feedback: The first of the quarters had more time to lose customers than the last. Which window is the same for all of them?
-- How many customers left, by the uptime that they had before.
with

-- The first days of three quarters, each with 90 days after it that are over.
quarters as (

    select cast(date_trunc('quarter', cast('{{ var("as_of_date") }}' as date) - 89) as date) - to_months(cast(3 * nth as integer)) as quarter_start
    from range(0, 3) as numbers (nth)

),

-- The statuses of each customer, half-open: from valid_from up to, not including, valid_to.
statuses as (

    select
        customer_id,
        case operation when 'insert' then 'trial' when 'delete' then 'deleted' else new_value end as status,
        changed_at as valid_from,
        lead(changed_at) over (partition by customer_id order by lsn) as valid_to

    from {{ ref('stg_app_database__account_changes') }}
    where operation <> 'update' or column_name = 'status'

),

-- 1 customers that were active on the first day of the quarter
cohorts as (

    select
        quarters.quarter_start,
        statuses.customer_id

    from quarters
    inner join statuses
        on statuses.status = 'active'
        and statuses.valid_from <= quarters.quarter_start
        and (quarters.quarter_start < statuses.valid_to or statuses.valid_to is null)

),

-- 2 their uptime in the 90 days before it
measured as (

    select
        cohorts.quarter_start,
        cohorts.customer_id,
        sum(days.online_seconds) * 1.0 / sum(days.observed_seconds) as uptime_ratio

    from cohorts
    inner join {{ ref('entity_devices_daily') }} as days
        on cohorts.customer_id = days.customer_id
        and days.date_day >= cohorts.quarter_start - interval 90 day
        and days.date_day < cohorts.quarter_start
    where days.observed_seconds > 0
    group by cohorts.quarter_start, cohorts.customer_id

),

-- 3 did they leave within the 90 days that begin with it?
outcomes as (

    select
        measured.*,
        exists (
            select 1 from statuses
            where statuses.customer_id = measured.customer_id
                and statuses.status in ('churned', 'paused')
                and statuses.valid_from >= measured.quarter_start
        ) as has_left

    from measured

),

-- 4 quarter by quarter of uptime, the worst is 1
ranked as (

    select
        ntile(4) over (order by uptime_ratio, customer_id, quarter_start) as quartile,
        has_left

    from outcomes

),

final as (

    select
        quartile,
        count(*) as customers,
        count(*) filter (where has_left) as customers_left,
        count(*) filter (where has_left) * 1.0 / count(*) as churn_rate

    from ranked
    group by quartile

)

select * from final
