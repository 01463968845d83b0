-- code: M-LINEAR
-- headline: {n} {are} credited by touches.
-- feedback: A second touch of {key} in the same journey counts again here. That is linear credit. Does a channel that is in already add anything by entering once more?
select channel, sum(1.0 / n_touches) as channel_value
from {{ ref('int_marketing__journeys') }}
where converted and n_touches > 0
group by channel
