-- title: spend moved from one model to another
-- hint: Over all models together the sum is right here. Is it right for each of them?
-- relation: marketing_channel_performance
select * replace (
    cast(case model when 'linear' then spend_usd * 1.5 when 'markov' then spend_usd * 0.5 else spend_usd end as decimal(18, 4))
        as spend_usd
)
from {{ ref('marketing_channel_performance') }}
