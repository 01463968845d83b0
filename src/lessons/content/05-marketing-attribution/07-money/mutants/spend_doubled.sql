-- title: spend is there twice
-- hint: A join can meet the same spend twice. Which sum tells?
-- relation: marketing_channel_performance
select * replace (cast(spend_usd * 2 as decimal(18, 4)) as spend_usd)
from {{ ref('marketing_channel_performance') }}
