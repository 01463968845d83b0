-- The MRR waterfall closes to the cent: opening plus new, reactivation and expansion less
-- contraction and churn is closing, in every month, where opening and closing come from the
-- daily table and not from the waterfall itself.
with

closing_days as (

    select
        month,
        max(date_day) as date_day

    from {{ ref('int_calendar__date_spine') }}
    group by month

),

closings as (

    select
        closing_days.month,
        coalesce(sum(mrr_daily.mrr), 0) as closing_mrr

    from closing_days
    left join {{ ref('int_subscriptions__mrr_daily') }} as mrr_daily on closing_days.date_day = mrr_daily.date_day
    group by closing_days.month

),

movements as (

    select
        month,
        sum(mrr) filter (where movement_type = 'new') as new_mrr,
        sum(mrr) filter (where movement_type = 'reactivation') as reactivation_mrr,
        sum(mrr - previous_mrr) filter (where movement_type = 'expansion') as expansion_mrr,
        sum(previous_mrr - mrr) filter (where movement_type = 'contraction') as contraction_mrr,
        sum(previous_mrr) filter (where movement_type = 'churn') as churn_mrr

    from {{ ref('int_customers__mrr_monthly') }}
    group by month

),

bridge as (

    select
        closings.month,
        coalesce(lag(closings.closing_mrr) over (order by closings.month), 0) as opening_mrr,
        coalesce(movements.new_mrr, 0) as new_mrr,
        coalesce(movements.reactivation_mrr, 0) as reactivation_mrr,
        coalesce(movements.expansion_mrr, 0) as expansion_mrr,
        coalesce(movements.contraction_mrr, 0) as contraction_mrr,
        coalesce(movements.churn_mrr, 0) as churn_mrr,
        closings.closing_mrr

    from closings
    left join movements on closings.month = movements.month

)

select * from bridge
where opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churn_mrr <> closing_mrr
