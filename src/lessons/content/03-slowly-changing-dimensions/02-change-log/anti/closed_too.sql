-- code: M-TERMINAL
-- headline: {n} {are} no work.
-- feedback: {key} is where a deal ends up. That one was opened again, and so its version ended, says nothing on how long a stage
--   takes. Which stages does a seller work in?
-- Median days of finished versions.
select
    stage,
    -- 2 how many, and the one in the middle
    count(*) as versions,
    median(days_in_stage) as median_days

from {{ ref('fact_deal_stage_history') }}
-- 1 finished versions of stages that somebody works on
where not is_current
group by stage
