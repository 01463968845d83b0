-- One row per customer and month, from the first month that closed with MRR to the month of
-- as_of_date, gaps included. The value of a month is that of its last day; the last month
-- is valued on as_of_date.
{{ config(tags=['pattern:spine', 'pattern:window']) }}

with

mrr_daily as (

    select * from {{ ref('int_subscriptions__mrr_daily') }}

),

closing_days as (

    select
        month,
        max(date_day) as date_day

    from {{ ref('int_calendar__date_spine') }}
    group by month

),

month_ends as (

    select
        mrr_daily.customer_id,
        closing_days.month,
        sum(mrr_daily.mrr) as mrr

    from mrr_daily
    inner join closing_days on mrr_daily.date_day = closing_days.date_day
    where mrr_daily.is_active
    group by mrr_daily.customer_id, closing_days.month

),

dense as (

    select
        customer_id,
        month,
        cast(mrr as decimal(12, 2)) as mrr

    from month_ends

),

with_previous as (

    select
        customer_id,
        mrr,
        coalesce(lag(mrr) over (partition by customer_id order by month), 0) as previous_mrr,
        lag(mrr) over (partition by customer_id order by month) is not null as ever_paid_before,
        month

    from dense

),

final as (

    select
        customer_id,
        case
            when previous_mrr = 0 and mrr > 0 and not ever_paid_before then 'new'
            when previous_mrr = 0 and mrr > 0 then 'reactivation'
            when previous_mrr > 0 and mrr = 0 then 'churn'
            when mrr > previous_mrr then 'expansion'
            when mrr < previous_mrr then 'contraction'
            else 'none'
        end as movement_type,
        mrr,
        previous_mrr,
        ever_paid_before,
        mrr > 0 as is_paying,
        month

    from with_previous

)

select * from final
