-- title: edge cases
-- relation: entity_customers_history
-- Six customers, each a case that the visible data may lack. 9001: a change on the as-of date itself. 9002: one version only.
-- 9003: there and back again. 9004: a downgrade. 9005: an end (NULL in the current version must stay NULL). 9006: one day long.
with

as_of as (

    select cast('{{ var("as_of_date") }}' as date) as day

),

versions as (

    select * from (values
        (9001, 'active', 'active', 'starter', 99.00, 300, 0),
        (9001, 'active', 'active', 'professional', 250.00, 0, null),
        (9002, 'trial', 'trialing', 'starter', 0.00, 12, null),
        (9003, 'active', 'active', 'starter', 99.00, 200, 100),
        (9003, 'active', 'active', 'professional', 250.00, 100, 20),
        (9003, 'active', 'active', 'starter', 99.00, 20, null),
        (9004, 'active', 'past_due', 'professional', 250.00, 90, 30),
        (9004, 'active', 'active', 'basic', 49.00, 30, null),
        (9005, 'active', 'active', 'professional', 250.00, 400, 60),
        (9005, 'churned', 'canceled', null, 0.00, 60, null),
        (9006, 'trial', 'trialing', 'starter', 0.00, 2, 1),
        (9006, 'active', 'active', 'starter', 99.00, 1, null)
    ) as versions (customer_id, customer_status, subscription_status, plan, monthly_recurring_revenue, begun_days_ago, ended_days_ago)

),

previous as (

    select
        versions.*,
        lag(customer_status) over by_start as previous_status,
        lag(plan) over by_start as previous_plan,
        lag(monthly_recurring_revenue) over by_start as previous_mrr

    from versions
    window by_start as (partition by customer_id order by begun_days_ago desc)

)

select
    md5(cast(previous.customer_id as varchar) || '|' || cast(as_of.day - previous.begun_days_ago as varchar)) as customer_history_id,
    previous.customer_id,
    cast(null as bigint) as owner_id,
    previous.customer_status,
    previous.subscription_status,
    'smb' as customer_tier,
    previous.plan,
    case when previous.previous_mrr is null then 'created' else 'plan' end as change_type,
    case when previous.previous_mrr is not null then 'plan, monthly_recurring_revenue' end as changed_columns,
    previous.previous_status,
    previous.previous_plan,
    cast(previous.monthly_recurring_revenue as decimal(12, 2)) as monthly_recurring_revenue,
    cast(previous.previous_mrr as decimal(12, 2)) as previous_mrr,
    cast(1 as bigint) as total_locations,
    previous.subscription_status = 'past_due' as is_delinquent,
    previous.ended_days_ago is null as is_current,
    as_of.day - previous.begun_days_ago as valid_from,
    as_of.day - previous.ended_days_ago as valid_to

from previous
cross join as_of
