-- Models whose spend is not all that was spent.
select model
from {{ ref('marketing_channel_performance') }}
where spend_usd < 0
