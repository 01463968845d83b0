-- What each channel is worth. So far every sale is given away once for each of its touches.
select
    channel,
    count(*) as channel_value

from {{ ref('int_marketing__journeys') }}
where converted and n_touches > 0
group by channel
