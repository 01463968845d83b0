-- title: changes on the quarter end itself
-- relation: int_calendar__date_spine
-- Two quarters. 9001 leaves on the second quarter end, 9002 converts on it, 9003 left and came back, 9004 has no version.
select
    cast(date_part('year', date_day) as integer) as year,
    cast(date_part('quarter', date_day) as integer) as fiscal_quarter,
    cast(date_part('year', date_day) as integer) as fiscal_year,
    cast(isodow(date_day) as integer) as day_of_week,
    isodow(date_day) > 5 as is_weekend,
    false as is_holiday,
    date_day = last_day(date_day) as is_last_day_of_month,
    cast(date_day as date) as date_day,
    cast(date_trunc('week', date_day) as date) as week,
    cast(date_trunc('month', date_day) as date) as month,
    cast(date_trunc('quarter', date_day) as date) as quarter

from (
    select cast(unnest(generate_series(date '2025-01-01', date '2025-06-30', interval 1 day)) as date) as date_day
) as days
-- relation: int_campaigns__attribution
select
    model,
    conversion_id,
    touch_id,
    customer_id,
    channel,
    cast(null as varchar) as campaign_key,
    cast(credit as double) as credit,
    cast(credit * 1200 as double) as attributed_revenue,
    converted_at - interval 3 days as touched_at,
    converted_at

from (values
    ('linear', 900101, 1, 9001, 'email', 0.5, timestamp '2025-02-01 10:00:00'),
    ('linear', 900101, 2, 9001, 'organic', 0.5, timestamp '2025-02-01 10:00:00'),
    ('linear', 900201, 3, 9002, 'email', 1.0, timestamp '2025-06-30 18:00:00'),
    ('linear', 900301, 4, 9003, 'organic', 1.0, timestamp '2025-01-10 10:00:00'),
    ('linear', 900401, 5, 9004, 'referral', 1.0, timestamp '2025-03-31 08:00:00'),
    ('last_touch', 900101, 2, 9001, 'organic', 1.0, timestamp '2025-02-01 10:00:00')
) as credits (model, conversion_id, touch_id, customer_id, channel, credit, converted_at)
-- relation: entity_customers_history
select
    md5(cast(customer_id as varchar) || '|' || cast(valid_from as varchar)) as customer_history_id,
    customer_id,
    cast(null as bigint) as owner_id,
    case when mrr > 0 then 'active' else 'churned' end as customer_status,
    case when mrr > 0 then 'active' else 'canceled' end as subscription_status,
    'smb' as customer_tier,
    case when mrr > 0 then 'starter' end as plan,
    'plan' as change_type,
    cast(null as varchar) as changed_columns,
    cast(null as varchar) as previous_status,
    cast(null as varchar) as previous_plan,
    cast(mrr as decimal(12, 2)) as monthly_recurring_revenue,
    cast(null as decimal(12, 2)) as previous_mrr,
    cast(1 as bigint) as total_locations,
    false as is_delinquent,
    valid_to is null as is_current,
    valid_from,
    valid_to

from (values
    (9001, 100, date '2025-02-01', date '2025-03-31'), (9001, 150, date '2025-03-31', date '2025-06-30'),
    (9001, 0, date '2025-06-30', null), (9002, 80, date '2025-06-30', null),
    (9003, 60, date '2025-01-10', date '2025-02-15'), (9003, 0, date '2025-02-15', date '2025-05-01'),
    (9003, 60, date '2025-05-01', null)
) as versions (customer_id, mrr, valid_from, valid_to)
