-- What Shapley gives to the touches of a channel, conversion by conversion, is the value of the
-- channel over all journeys.
with

credits as (

    select
        channel,
        sum(credit) as credit

    from {{ ref('int_campaigns__attribution') }}
    where model = 'shapley'
        and touch_id <> 0
    group by channel

)

select
    channel_values.channel,
    channel_values.channel_value,
    credits.credit

from {{ ref('int_marketing__channel_values') }} as channel_values
left join credits on channel_values.channel = credits.channel
where channel_values.method = 'shapley_count'
    and abs(channel_values.channel_value - coalesce(credits.credit, 0)) > 1e-6
