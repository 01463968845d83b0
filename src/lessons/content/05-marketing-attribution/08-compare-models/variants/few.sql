-- title: a channel that comes last only, one in the middle only, and unequal customers
-- relation: int_campaigns__attribution
select
    model,
    conversion_id,
    touch_id,
    cast(conversion_id as integer) as customer_id,
    channel,
    cast(null as varchar) as campaign_key,
    cast(credit as double) as credit,
    cast(credit * case conversion_id when 90001 then 9000 else 600 end as double) as attributed_revenue,
    timestamp '2025-02-01 10:00:00' + to_days(cast(touch_id as integer)) as touched_at,
    timestamp '2025-03-01 09:00:00' as converted_at

from (values
    ('first_touch', 90001, 1, 'organic', 1.0), ('first_touch', 90002, 4, 'organic', 1.0), ('first_touch', 90003, 6, 'email', 1.0),
    ('last_touch', 90001, 3, 'google_brand', 1.0), ('last_touch', 90002, 5, 'email', 1.0), ('last_touch', 90003, 6, 'email', 1.0),
    ('linear', 90001, 1, 'organic', 0.25), ('linear', 90001, 2, 'partner', 0.5), ('linear', 90001, 3, 'google_brand', 0.25),
    ('linear', 90002, 4, 'organic', 0.5), ('linear', 90002, 5, 'email', 0.5), ('linear', 90003, 6, 'email', 1.0),
    ('markov', 90001, 1, 'organic', 0.6), ('markov', 90001, 3, 'google_brand', 0.4), ('markov', 90002, 5, 'email', 1.0),
    ('markov', 90003, 6, 'email', 1.0), ('shapley', 90001, 1, 'organic', 0.5), ('shapley', 90001, 2, 'partner', 0.5),
    ('shapley', 90002, 4, 'organic', 0.5), ('shapley', 90002, 5, 'email', 0.5), ('shapley', 90003, 6, 'email', 1.0)
) as credits (model, conversion_id, touch_id, channel, credit)
