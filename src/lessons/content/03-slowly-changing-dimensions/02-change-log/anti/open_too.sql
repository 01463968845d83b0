-- code: M-UNFINISHED
-- headline: {n} {are} counted with versions that still run.
-- feedback: The days of an open version of {key} are days so far: tomorrow they are one more. Which rows know their end?
-- Median days of finished versions.
select
    stage,
    -- 2 how many, and the one in the middle
    count(*) as versions,
    median(days_in_stage) as median_days

from {{ ref('fact_deal_stage_history') }}
-- 1 finished versions of stages that somebody works on
where stage not in ('closed_won', 'closed_lost')
group by stage
