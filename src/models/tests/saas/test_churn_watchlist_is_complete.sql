-- Every customer with a running subscription and a high churn risk is on the watch list, and
-- nobody else.
with

expected as (

    select customer_id
    from {{ ref('entity_customers') }}
    where churn_risk_score > {{ var('risk_high_above') }}
        and {{ is_live_status('subscription_status') }}

),

watchlist as (

    select customer_id
    from {{ ref('customer_success_churn_watchlist') }}

)

select
    expected.customer_id as expected_customer_id,
    watchlist.customer_id as listed_customer_id

from expected
full outer join watchlist on expected.customer_id = watchlist.customer_id
where expected.customer_id is null
    or watchlist.customer_id is null
