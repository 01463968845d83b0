-- code: M-ENDED
-- headline: {n} {are} too high: a deal counts in every stage that it ever had.
-- feedback: A deal that has moved on is no longer in the stage it left. Which of its changes was the last by then?
with

quarter_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month
        and month(date_day) % 3 = 0

),

stages as (

    select
        quarter_ends.date_day as quarter_end,
        log.deal_id,
        log.stage,
        log.recorded_at

    from quarter_ends
    inner join {{ ref('stg_crm_deal_stage_history') }} as log
        on log.changed_at < quarter_ends.date_day + 1
        and log.recorded_at < quarter_ends.date_day + 1
    

)

select
    stages.quarter_end,
    stages.stage,
    count(*) as deals,
    sum(fact_deals.amount) as pipeline_value

from stages
inner join {{ ref('fact_deals') }} as fact_deals on stages.deal_id = fact_deals.deal_id
where stages.stage not in ('closed_won', 'closed_lost')
group by stages.quarter_end, stages.stage
