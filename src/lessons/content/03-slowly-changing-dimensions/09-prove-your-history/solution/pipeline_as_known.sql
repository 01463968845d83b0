with

-- 1 the days that are asked for
quarter_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month
        and month(date_day) % 3 = 0

),

-- 2 for each of them what had happened and was known; 3 of each deal the last change
stages as (

    select
        quarter_ends.date_day as quarter_end,
        log.deal_id,
        log.stage

    from quarter_ends
    inner join {{ ref('stg_crm_deal_stage_history') }} as log
        on log.changed_at < quarter_ends.date_day + 1
        and log.recorded_at < quarter_ends.date_day + 1
    qualify row_number() over (
        partition by quarter_ends.date_day, log.deal_id order by log.changed_at desc, log.stage_event_id desc
    ) = 1

),

-- 4 the open ones, by stage
final as (

    select
        stages.quarter_end,
        stages.stage,
        count(*) as deals,
        sum(fact_deals.amount) as pipeline_value

    from stages
    inner join {{ ref('fact_deals') }} as fact_deals on stages.deal_id = fact_deals.deal_id
    where stages.stage not in ('closed_won', 'closed_lost')
    group by stages.quarter_end, stages.stage

)

select * from final
