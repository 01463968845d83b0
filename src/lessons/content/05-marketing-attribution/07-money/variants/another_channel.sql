-- title: a channel with nothing yet, and rows in another order
-- relation: marketing_channel_performance
select *
from (
    select * from {{ ref('marketing_channel_performance') }}

    union all

    select distinct on (model)
        'other' as channel,
        model,
        cast(0 as decimal(18, 4)) as spend_usd,
        cast(0 as double) as attributed_conversions,
        cast(0 as double) as attributed_revenue,
        cast(null as double) as roas,
        cast(null as double) as roi,
        cast(null as double) as cac,
        month

    from {{ ref('marketing_channel_performance') }}
) as rows
order by hash(channel), month desc
