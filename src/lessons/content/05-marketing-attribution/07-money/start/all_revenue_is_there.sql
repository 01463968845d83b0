-- Models whose attributed revenue is not the revenue of all conversions.
select model
from {{ ref('marketing_channel_performance') }}
where attributed_revenue < 0
