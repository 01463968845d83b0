-- code: M-CREDIT
-- headline: {n} {are} credited with whole sales.
-- feedback: {key} gets all of every sale that it had a part in, and so does every other channel of it. Together the channels now have more than all sales. What must the credits of one sale add up to?
select channel, count(distinct journey_id) as channel_value
from {{ ref('int_marketing__journeys') }}
where converted and n_touches > 0
group by channel
