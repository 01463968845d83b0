-- title: changes on the last day of a month
-- relation: entity_customers_history
-- 9001 changes plan on the day. 9002 begins on it. 9003 ends its second version on it and comes back later. 9004 has one version,
-- still open. 9005 changes the day after. 9006 went there and back before.
with

versions as (

    select * from (values
        (9001, 'Starter', 99.00, -300, 0),
        (9001, 'Professional', 250.00, 0, null),
        (9002, 'Lite', 39.00, 0, null),
        (9003, 'Business', 600.00, -90, -10),
        (9003, 'Business', 700.00, -10, 0),
        (9003, 'Lite', 39.00, 0, 20),
        (9003, 'Business', 650.00, 20, null),
        (9004, 'Enterprise', 990.00, -400, null),
        (9005, 'Starter', 109.00, -40, 1),
        (9005, 'Professional', 260.00, 1, null),
        (9006, 'Professional', 240.00, -200, -100),
        (9006, 'Starter', 99.00, -100, -20),
        (9006, 'Professional', 245.00, -20, 60),
        (9006, 'Professional', 255.00, 60, null)
    ) as versions (customer_id, plan, monthly_recurring_revenue, begun, ended)

)

select
    md5(cast(customer_id as varchar) || '|' || cast(begun as varchar)) as customer_history_id,
    customer_id,
    cast(null as bigint) as owner_id,
    'active' as customer_status,
    'active' as subscription_status,
    'smb' as customer_tier,
    plan,
    'plan' as change_type,
    'plan' as changed_columns,
    'active' as previous_status,
    lag(plan) over (partition by customer_id order by begun) as previous_plan,
    cast(monthly_recurring_revenue as decimal(12, 2)) as monthly_recurring_revenue,
    cast(lag(monthly_recurring_revenue) over (partition by customer_id order by begun) as decimal(12, 2)) as previous_mrr,
    cast(1 as bigint) as total_locations,
    false as is_delinquent,
    ended is null as is_current,
    date '2025-03-31' + begun as valid_from,
    date '2025-03-31' + ended as valid_to

from versions
