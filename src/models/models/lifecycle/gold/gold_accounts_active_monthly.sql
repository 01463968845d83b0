-- One row per day and subscription tier, with a total: accounts with a qualifying event of
-- some user within lifecycle_active_days that had not churned by the day.
{{ config(tags=['pattern:window']) }}

with

accounts as (

    select account_id, subscription_tier from {{ ref('bronze_accounts') }}

),

qualifying_days as (

    select distinct account_id, event_date
    from {{ ref('silver_daily_user_activity') }}
    where qualifying_events > 0

),

active_days as (

    {{ active_spans('qualifying_days', ['account_id'], 'event_date', var('lifecycle_active_days')) }}

),

-- The last activity by then tells whether an account was active on a day.
account_days as (

    select
        states.date_day,
        accounts.subscription_tier,
        states.current_state <> 'churned'
        and coalesce(states.date_day <= active_days.last_day, false) as is_active

    from {{ ref('silver_account_state_history') }} as states
    inner join accounts on states.account_id = accounts.account_id
    asof left join active_days
        on states.account_id = active_days.account_id
        and states.date_day >= active_days.first_day

),

final as (

    select
        date_day as metric_date,
        case
            when grouping(subscription_tier) = 1
                then '{{ metric_title("Accounts", "Active", "Monthly") }}'
            else '{{ metric_title("Accounts", "Active", "Monthly", "Tier") }}'
        end as metric_name,
        case
            when grouping(subscription_tier) = 1 then 'all' else subscription_tier
        end as subscription_tier,
        cast(count(*) filter (where is_active) as integer) as accounts_active_monthly

    from account_days
    group by date_day, rollup (subscription_tier)

)

select * from final
