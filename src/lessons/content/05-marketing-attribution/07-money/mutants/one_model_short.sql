-- title: one model gives away too little
-- hint: Eight models may be right and the ninth wrong. Do you look at each of them?
-- relation: marketing_channel_performance
select * replace (case when model = 'shapley' then attributed_revenue * 0.9 else attributed_revenue end as attributed_revenue)
from {{ ref('marketing_channel_performance') }}
