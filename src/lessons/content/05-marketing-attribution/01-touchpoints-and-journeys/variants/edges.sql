-- title: both ends of the window, a customer who came back, and nobody at all
-- relation: int_marketing__conversions
-- 1 converts twice within a month. 2 was never touched. 3 was touched too long ago only. 4 was touched twice in one second.
select
    conversion_id,
    customer_id,
    case when previous_converted_at is null then 'new' else 'reactivation' end as conversion_type,
    cast(100 as decimal(12, 2)) as mrr,
    cast(1200 as decimal(14, 2)) as revenue,
    cast(0 as decimal(14, 2)) as paid_first_12_months,
    converted_at,
    previous_converted_at,
    cast(null as timestamp) as first_payment_at

from (values
    (cast(9101 as bigint), cast(91 as integer), timestamp '2025-04-01 12:00:00', cast(null as timestamp)),
    (9102, 91, timestamp '2025-05-01 12:00:00', timestamp '2025-04-01 12:00:00'),
    (9201, 92, timestamp '2025-04-01 12:00:00', null),
    (9301, 93, timestamp '2025-04-01 12:00:00', null),
    (9401, 94, timestamp '2025-04-01 12:00:00', null)
) as given (conversion_id, customer_id, converted_at, previous_converted_at)

-- relation: int_marketing__touchpoints
-- 11 lies on the old end, 12 a second inside, 13 on the new end, 14 a second after it, 15 after both conversions.
select
    touch_id,
    coalesce('customer-' || cast(customer_id as varchar), 'visitor-' || cast(touch_id as varchar)) as person_key,
    cast(null as bigint) as contact_id,
    customer_id,
    channel,
    cast(null as varchar) as campaign_key,
    'visit' as touch_type,
    cast(row_number() over (partition by customer_id order by touched_at, touch_id) as integer) as position,
    false as lead_created_flag,
    false as opp_created_flag,
    touched_at

from (values
    (cast(11 as bigint), cast(91 as integer), 'google_brand', timestamp '2025-04-01 12:00:00' - interval '{{ days }} days'),
    (12, 91, 'organic', timestamp '2025-04-01 12:00:01' - interval '{{ days }} days'),
    (13, 91, 'email', timestamp '2025-04-01 12:00:00'),
    (14, 91, 'direct', timestamp '2025-04-01 12:00:01'),
    (15, 91, 'direct', timestamp '2025-05-02 12:00:00'),
    (31, 93, 'referral', timestamp '2024-04-01 12:00:00'),
    (42, 94, 'partner', timestamp '2025-03-20 12:00:00'),
    (41, 94, 'linkedin', timestamp '2025-03-20 12:00:00'),
    (99, null, 'organic', timestamp '2025-03-20 12:00:00')
) as given (touch_id, customer_id, channel, touched_at)
