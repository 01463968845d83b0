-- One row per account: its state on as_of_date, its health and the parts of it.
{{ config(indexes=[{'columns': ['account_id'], 'unique': true}]) }}

with

accounts as (

    select * from {{ ref('bronze_accounts') }}

),

states as (

    select * from {{ ref('silver_account_state_history') }}
    where date_day = {{ as_of_date() }}

),

-- The tier of the contract that runs, or ran last; the account's own for those that never paid.
last_contracts as (

    select
        account_id,
        arg_max(tier, (start_date, subscription_id)) as tier

    from {{ ref('bronze_subscriptions') }}
    group by account_id

),

final as (

    select
        accounts.account_id,
        accounts.account_name,
        states.current_state,
        states.churn_type,
        coalesce(last_contracts.tier, accounts.subscription_tier) as subscription_tier,
        states.total_seats,
        states.active_seats,
        states.seat_utilization_pct,
        states.health_score,
        states.seat_component,
        states.product_component,
        states.activity_component,
        states.contract_component,
        states.growth_component,
        states.payment_component,
        states.monthly_recurring_revenue,
        accounts.contract_renewal_date,
        accounts.contract_renewal_date - {{ as_of_date() }} as days_to_renewal,
        cast(states.date_day - states.days_in_state + 1 as date) as state_since,
        cast({{ as_of_date() }} as timestamp) as state_updated_at

    from accounts
    inner join states on accounts.account_id = states.account_id
    left join last_contracts on accounts.account_id = last_contracts.account_id

)

select * from final
