-- One MRR: the waterfall, the cohorts, the board's summary, the segments and the
-- subscriptions agree on the month of as_of_date, and the first three on every month.
with

waterfall as (

    select
        month,
        max(closing_mrr) as mrr

    from {{ ref('finance_mrr_movements') }}
    group by month

),

cohorts as (

    select
        month,
        sum(mrr) as mrr

    from {{ ref('finance_revenue_cohorts') }}
    group by month

),

per_month as (

    select
        summary.month,
        summary.mrr,
        waterfall.mrr as mrr_in_waterfall,
        cohorts.mrr as mrr_in_cohorts,
        null as mrr_in_segments,
        null as mrr_in_subscriptions

    from {{ ref('executive_revenue_summary') }} as summary
    left join waterfall on summary.month = waterfall.month
    left join cohorts on summary.month = cohorts.month
    where summary.mrr <> coalesce(waterfall.mrr, 0)
        or summary.mrr <> coalesce(cohorts.mrr, 0)

),

now as (

    select
        summary.month,
        summary.mrr,
        null as mrr_in_waterfall,
        null as mrr_in_cohorts,
        (
            select sum(mrr) from {{ ref('finance_arpa_by_segment') }} where grouping_id = 0
        ) as mrr_in_segments,
        (
            select sum(monthly_recurring_revenue) from {{ ref('entity_subscriptions') }}
        ) as mrr_in_subscriptions

    from {{ ref('executive_revenue_summary') }} as summary
    where summary.month = cast(date_trunc('month', {{ as_of_date() }}) as date)

)

select * from per_month
union all
select * from now
where mrr <> mrr_in_segments
    or mrr <> mrr_in_subscriptions
