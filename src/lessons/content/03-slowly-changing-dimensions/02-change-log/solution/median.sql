-- Median days of finished versions.
select
    stage,
    -- 2 how many, and the one in the middle
    count(*) as versions,
    median(days_in_stage) as median_days

from {{ ref('fact_deal_stage_history') }}
-- 1 finished versions of stages that somebody works on
where not is_current
    and stage not in ('closed_won', 'closed_lost')
group by stage
