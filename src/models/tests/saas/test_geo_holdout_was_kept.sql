-- Where the channel was switched off it brought no visit and cost nothing; otherwise the test
-- says nothing about it.
select
    experiment_id,
    sum(channel_leads) as channel_leads,
    sum(spend_usd) as spend_usd

from {{ ref('int_marketing__geo_holdout') }}
where arm = 'holdout'
    and is_test_period
group by experiment_id
having sum(channel_leads) > 0
    or sum(spend_usd) > 0
