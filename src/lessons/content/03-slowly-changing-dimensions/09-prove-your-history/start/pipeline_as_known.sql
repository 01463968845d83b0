with

quarter_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month
        and month(date_day) % 3 = 0

)

-- So far each stage counts that a deal ever had by then. Which one was it in, and what was known?
select
    quarter_ends.date_day as quarter_end,
    log.stage,
    count(*) as deals,
    sum(fact_deals.amount) as pipeline_value

from quarter_ends
inner join {{ ref('stg_crm_deal_stage_history') }} as log
    on log.changed_at < quarter_ends.date_day + 1
inner join {{ ref('fact_deals') }} as fact_deals
    on log.deal_id = fact_deals.deal_id
group by quarter_ends.date_day, log.stage
