-- title: spend that won nothing, sales that cost nothing, two campaigns in a month
-- relation: int_campaigns__daily_performance
select
    campaign_key,
    'google_ads' as platform,
    channel,
    'USD' as account_currency,
    cast(spend_usd as decimal(18, 4)) as spend_usd,
    cast(1000 as bigint) as impressions,
    cast(10 as bigint) as clicks,
    cast(1 as decimal(38, 2)) as platform_conversions,
    cast(100 as decimal(18, 4)) as conversion_value_usd,
    false as is_filled,
    date_day

from (values
    ('campaign-a', 'google_brand', 120, date '2025-02-03'), ('campaign-a', 'google_brand', 80, date '2025-02-28'),
    ('campaign-b', 'google_brand', 50, date '2025-02-03'), ('campaign-c', 'linkedin', 400, date '2025-02-10'),
    ('campaign-d', 'email', 0, date '2025-02-11'), ('campaign-a', 'google_brand', 60, date '2025-03-01')
) as spend (campaign_key, channel, spend_usd, date_day)
-- relation: int_campaigns__attribution
select
    model,
    conversion_id,
    touch_id,
    cast(conversion_id as integer) as customer_id,
    channel,
    cast(null as varchar) as campaign_key,
    cast(credit as double) as credit,
    cast(credit * 1200 as double) as attributed_revenue,
    touched_at,
    converted_at

from (values
    ('linear', 90001, 1, 'google_brand', 0.5, timestamp '2025-01-30 10:00:00', timestamp '2025-02-14 09:00:00'),
    ('linear', 90001, 2, 'google_brand', 0.5, timestamp '2025-02-13 10:00:00', timestamp '2025-02-14 09:00:00'),
    ('linear', 90002, 3, 'organic', 0.5, timestamp '2025-02-20 10:00:00', timestamp '2025-03-01 00:00:00'),
    ('linear', 90002, 4, 'google_brand', 0.5, timestamp '2025-02-25 10:00:00', timestamp '2025-03-01 00:00:00'),
    ('linear', 90003, 0, 'unattributed', 1, null, timestamp '2025-03-31 23:59:59'),
    ('linear', 90004, 5, 'email', 1, timestamp '2025-02-27 10:00:00', timestamp '2025-02-28 10:00:00'),
    ('last_touch', 90001, 2, 'google_brand', 1, timestamp '2025-02-13 10:00:00', timestamp '2025-02-14 09:00:00'),
    ('last_touch', 90002, 4, 'google_brand', 1, timestamp '2025-02-25 10:00:00', timestamp '2025-03-01 00:00:00'),
    ('last_touch', 90003, 0, 'unattributed', 1, null, timestamp '2025-03-31 23:59:59'),
    ('last_touch', 90004, 5, 'email', 1, timestamp '2025-02-27 10:00:00', timestamp '2025-02-28 10:00:00')
) as credits (model, conversion_id, touch_id, channel, credit, touched_at, converted_at)
