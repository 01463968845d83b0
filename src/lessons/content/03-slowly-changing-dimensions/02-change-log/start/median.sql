-- Median days of finished versions. This takes every version there is.
select
    stage,
    count(*) as versions,
    median(days_in_stage) as median_days

from {{ ref('fact_deal_stage_history') }}
group by stage
