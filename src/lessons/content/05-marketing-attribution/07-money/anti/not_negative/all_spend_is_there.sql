-- code: M-ONESIDE
-- headline: "{n} survive: {first}."
-- feedback: Revenue is complete, but nobody adds up the money that was spent. What does the second claim say?
-- Models whose spend is not all that was spent.
select model
from {{ ref('marketing_channel_performance') }}
where spend_usd < 0
