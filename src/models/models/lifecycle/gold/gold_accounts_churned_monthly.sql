-- One row per month and subscription tier, with a total. A trial that came to nothing is no lost
-- customer: it is counted beside the churn, not in it.
{{ config(tags=['pattern:window']) }}

with

accounts as (

    select account_id, subscription_tier from {{ ref('silver_account_current_state') }}

),

history as (

    select
        states.*,
        accounts.subscription_tier,
        cast(date_trunc('month', states.date_day) as date) as month

    from {{ ref('silver_account_state_history') }} as states
    inner join accounts on states.account_id = accounts.account_id

),

-- Customers at the start of a month are those of the evening before.
customers_at_start as (

    select
        cast(date_day + 1 as date) as month,
        subscription_tier,
        count(*) as accounts_at_start

    from history
    where current_state not in ('churned', 'trial', 'unknown')
        and day(date_day + 1) = 1
    group by date_day, subscription_tier

),

lost as (

    select
        cast(date_trunc('month', transitions.transitioned_at) as date) as month,
        accounts.subscription_tier,
        count(*) filter (where transitions.from_state <> 'trial') as accounts_churned,
        count(*) filter (where transitions.from_state = 'trial') as accounts_trial_lost,
        -sum(transitions.mrr_change) filter (where transitions.from_state <> 'trial') as mrr_churned

    from {{ ref('silver_account_state_transitions') }} as transitions
    inner join accounts on transitions.account_id = accounts.account_id
    where transitions.to_state = 'churned'
    group by cast(date_trunc('month', transitions.transitioned_at) as date), accounts.subscription_tier

),

cells as (

    select distinct month, subscription_tier from history

),

counted as (

    select
        cells.month,
        cells.subscription_tier,
        coalesce(customers_at_start.accounts_at_start, 0) as accounts_at_start,
        coalesce(lost.accounts_churned, 0) as accounts_churned,
        coalesce(lost.accounts_trial_lost, 0) as accounts_trial_lost,
        coalesce(lost.mrr_churned, 0) as mrr_churned

    from cells
    left join customers_at_start
        on cells.month = customers_at_start.month
        and cells.subscription_tier = customers_at_start.subscription_tier
    left join lost
        on cells.month = lost.month
        and cells.subscription_tier = lost.subscription_tier

),

final as (

    select
        month,
        case
            when grouping(subscription_tier) = 1 then '{{ metric_title("Accounts", "Churned", "Monthly") }}'
            else '{{ metric_title("Accounts", "Churned", "Monthly", "Tier") }}'
        end as metric_name,
        case when grouping(subscription_tier) = 1 then 'all' else subscription_tier end as subscription_tier,
        cast(sum(accounts_at_start) as integer) as accounts_at_start,
        cast(sum(accounts_churned) as integer) as accounts_churned,
        cast(sum(accounts_trial_lost) as integer) as accounts_trial_lost,
        cast(round(1.0 * {{ safe_divide('sum(accounts_churned)', 'sum(accounts_at_start)') }}, 4) as decimal(8, 4))
            as logo_churn_rate,
        cast(sum(mrr_churned) as decimal(12, 2)) as mrr_churned

    from counted
    group by month, rollup (subscription_tier)

)

select * from final
