-- One row per day: what the company earns, keeps and is owed, as it stood at the end of the day.
{{ config(
    tags=['pattern:window', 'revenue'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

days as (

    {{ metric_days() }}

),

subscriptions_daily as (

    select * from {{ ref('entity_subscriptions_daily') }}

),

subscriptions as (

    select * from {{ ref('entity_subscriptions') }}

),

-- Invoices to customers; a void one was never owed.
invoices as (

    select * from {{ ref('int_billing__invoice_payments') }}
    where not is_internal
        and finalized_at is not null
        and invoice_status <> 'void'

),

refunds as (

    select
        cast(refunds.created_at as date) as refund_date,
        refunds.amount * invoices.usd_rate as refund_usd

    from {{ ref('stg_stripe__refunds') }} as refunds
    inner join {{ ref('stg_stripe__charges') }} as charges on refunds.charge_id = charges.charge_id
    inner join invoices on charges.invoice_id = invoices.invoice_id
    where refunds.refund_status = 'succeeded'

),

customers_daily as (

    select
        subscriptions_daily.customer_id,
        subscriptions_daily.date_day,
        sum(subscriptions_daily.mrr) as mrr

    from subscriptions_daily
    group by subscriptions_daily.customer_id, subscriptions_daily.date_day
    having sum(subscriptions_daily.mrr) > 0

),

-- What moved between the end of one day and the end of the next. A customer that gives up its
-- subscriptions one after the other on a day is lost, not smaller; one that takes two is new twice.
customer_moves as (

    select
        customer_id,
        date_day,
        sum(mrr) as closing_mrr,
        sum(mrr) - sum(new_mrr + expansion_mrr + reactivation_mrr - contraction_mrr - churned_mrr) as opening_mrr,
        sum(new_mrr) as new_mrr,
        sum(expansion_mrr) as expansion_mrr,
        sum(contraction_mrr) as contraction_mrr,
        sum(churned_mrr) as churned_mrr,
        sum(reactivation_mrr) as reactivation_mrr

    from subscriptions_daily
    group by customer_id, date_day
    having sum(new_mrr + expansion_mrr + reactivation_mrr + contraction_mrr + churned_mrr) > 0

),

moves_daily as (

    select
        date_day,
        sum(closing_mrr) filter (where opening_mrr = 0 and new_mrr > 0) as new_mrr,
        sum(expansion_mrr) filter (where opening_mrr > 0 and closing_mrr > 0) as expansion_mrr,
        sum(contraction_mrr) filter (where opening_mrr > 0 and closing_mrr > 0) as contraction_mrr,
        sum(case when closing_mrr = 0 then opening_mrr else churned_mrr end) filter (where opening_mrr > 0)
            as churned_mrr,
        sum(case when opening_mrr = 0 then closing_mrr else reactivation_mrr end) filter (
            where closing_mrr > 0 and (opening_mrr > 0 or new_mrr = 0)
        ) as reactivation_mrr

    from customer_moves
    group by date_day

),

mrr_daily as (

    select
        mrrs.*,
        coalesce(moves_daily.new_mrr, 0) as new_mrr,
        coalesce(moves_daily.expansion_mrr, 0) as expansion_mrr,
        coalesce(moves_daily.contraction_mrr, 0) as contraction_mrr,
        coalesce(moves_daily.churned_mrr, 0) as churned_mrr,
        coalesce(moves_daily.reactivation_mrr, 0) as reactivation_mrr

    from (
        select
            subscriptions_daily.date_day,
            sum(subscriptions_daily.mrr) as mrr,
            coalesce(sum(subscriptions_daily.mrr) filter (where subscriptions.billing_interval = 'year'), 0) as annual_mrr

        from subscriptions_daily
        left join subscriptions on subscriptions_daily.subscription_id = subscriptions.subscription_id
        group by subscriptions_daily.date_day
    ) as mrrs
    left join moves_daily on mrrs.date_day = moves_daily.date_day

),

paying as (

    select
        date_day,
        count(*) as paying_customers

    from customers_daily
    group by date_day

),

-- The parts of the day, month to date and in 30 days.
movements as (

    select
        mrr_daily.date_day,
        mrr_daily.mrr,
        mrr_daily.annual_mrr,
        paying.paying_customers,
        sum(mrr_daily.new_mrr) over month_to_date as new_mrr,
        sum(mrr_daily.expansion_mrr) over month_to_date as expansion_mrr,
        sum(mrr_daily.contraction_mrr) over month_to_date as contraction_mrr,
        sum(mrr_daily.churned_mrr) over month_to_date as churned_mrr,
        sum(mrr_daily.reactivation_mrr) over month_to_date as reactivation_mrr,
        sum(mrr_daily.churned_mrr + mrr_daily.contraction_mrr) over last_30_days as lost_mrr_30d

    from mrr_daily
    left join paying on mrr_daily.date_day = paying.date_day
    window
        month_to_date as (
            partition by cast(date_trunc('month', mrr_daily.date_day) as date) order by mrr_daily.date_day
        ),
        last_30_days as (
            order by mrr_daily.date_day range between interval 29 days preceding and current row
        )

),

-- What those who paid a year before pay now, and at most what they paid then.
retention as (

    select
        days.metric_date,
        sum(before.mrr) as opening_mrr,
        sum(coalesce(now.mrr, 0)) as kept_mrr,
        sum(least(before.mrr, coalesce(now.mrr, 0))) as kept_mrr_capped

    from days
    inner join customers_daily as before
        on before.date_day = cast(days.metric_date - interval 1 year as date)
    left join customers_daily as now
        on before.customer_id = now.customer_id
        and now.date_day = days.metric_date
    group by days.metric_date

),

logo_churn as (

    select
        days.metric_date,
        count(*) as opening_customers,
        count(*) filter (where now.customer_id is null) as lost_customers

    from days
    inner join customers_daily as before on before.date_day = days.metric_date - 30
    left join customers_daily as now
        on before.customer_id = now.customer_id
        and now.date_day = days.metric_date
    group by days.metric_date

),

-- Everything that happened to money, on the day on which it happened.
cash_events as (

    select
        cast(finalized_at as date) as date_day,
        amount_due_usd as invoiced,
        0 as collected,
        0 as refunded,
        discount_usd as discount,
        recurring_usd as gross,
        case when attempt_count > 0 then 1 else 0 end as attempted,
        case when attempt_count > 0 and is_first_attempt_failed then 1 else 0 end as failed,
        amount_due_usd as owed

    from invoices

    union all

    select cast(paid_at as date), 0, amount_paid_usd, 0, 0, 0, 0, 0, 0
    from invoices
    where paid_at is not null

    union all

    -- No longer owed: paid, or given up.
    select cast(coalesce(paid_at, collection_ended_at) as date), 0, 0, 0, 0, 0, 0, 0, -amount_due_usd
    from invoices
    where coalesce(paid_at, collection_ended_at) is not null

    union all

    select refund_date, 0, 0, refund_usd, 0, 0, 0, 0, 0
    from refunds

),

cash_daily as (

    select
        calendar.date_day,
        calendar.month,
        coalesce(sum(cash_events.invoiced), 0) as invoiced,
        coalesce(sum(cash_events.collected), 0) as collected,
        coalesce(sum(cash_events.refunded), 0) as refunded,
        coalesce(sum(cash_events.discount), 0) as discount,
        coalesce(sum(cash_events.gross), 0) as gross,
        coalesce(sum(cash_events.attempted), 0) as attempted,
        coalesce(sum(cash_events.failed), 0) as failed,
        coalesce(sum(cash_events.owed), 0) as owed

    from {{ ref('int_calendar__date_spine') }} as calendar
    left join cash_events on calendar.date_day = cash_events.date_day
    where calendar.date_day <= {{ as_of_date() }}
    group by calendar.date_day, calendar.month

),

cash as (

    select
        date_day,
        sum(invoiced) over month_to_date as invoiced_amount_mtd,
        sum(collected - refunded) over month_to_date as cash_collected_mtd,
        sum(owed) over (order by date_day) as outstanding_receivables,
        sum(failed) over last_30_days as failed_30d,
        sum(attempted) over last_30_days as attempted_30d,
        sum(refunded) over last_30_days as refunded_30d,
        sum(collected) over last_30_days as collected_30d,
        sum(discount) over last_30_days as discount_30d,
        sum(gross) over last_30_days as gross_30d

    from cash_daily
    window
        month_to_date as (partition by month order by date_day),
        last_30_days as (order by date_day rows between 29 preceding and current row)

),

-- Cases that are old enough to have come to an end.
dunning as (

    select
        days.metric_date,
        count(*) as cases,
        count(*) filter (where cast(cases.recovered_at as date) <= days.metric_date) as recovered

    from days
    inner join {{ ref('int_billing__dunning_cases') }} as cases
        on cast(cases.started_at as date) between days.metric_date - 60 and days.metric_date - 31
    group by days.metric_date

),

measured as (

    select
        days.metric_date,
        movements.*,
        before.mrr as mrr_a_month_before,
        opening.mrr as mrr_30_days_before,
        retention.opening_mrr,
        retention.kept_mrr,
        retention.kept_mrr_capped,
        logo_churn.lost_customers,
        logo_churn.opening_customers,
        cash.* exclude (date_day),
        dunning.cases,
        dunning.recovered,
        {{ metric_ratio('movements.mrr', 'movements.paying_customers') }} as arpa,
        {{ metric_ratio('logo_churn.lost_customers', 'logo_churn.opening_customers') }} as logo_churn_rate

    from days
    left join movements on days.metric_date = movements.date_day
    left join movements as before
        on before.date_day = cast(days.metric_date - interval 1 month as date)
    left join movements as opening on opening.date_day = days.metric_date - 30
    left join retention on days.metric_date = retention.metric_date
    left join logo_churn on days.metric_date = logo_churn.metric_date
    left join cash on days.metric_date = cash.date_day
    left join dunning on days.metric_date = dunning.metric_date

),

final as (

    select
        metric_date,
        cast(mrr as decimal(14, 2)) as mrr,
        cast(mrr * 12 as decimal(16, 2)) as arr,
        cast(new_mrr as decimal(14, 2)) as new_mrr,
        cast(expansion_mrr as decimal(14, 2)) as expansion_mrr,
        cast(contraction_mrr as decimal(14, 2)) as contraction_mrr,
        cast(churned_mrr as decimal(14, 2)) as churned_mrr,
        cast(reactivation_mrr as decimal(14, 2)) as reactivation_mrr,
        cast(
            new_mrr + expansion_mrr + reactivation_mrr - contraction_mrr - churned_mrr as decimal(14, 2)
        ) as net_new_mrr,
        {{ metric_ratio('mrr - mrr_a_month_before', 'mrr_a_month_before') }} as mrr_growth_rate,
        {{ metric_ratio('kept_mrr', 'opening_mrr') }} as net_revenue_retention,
        {{ metric_ratio('kept_mrr_capped', 'opening_mrr') }} as gross_revenue_retention,
        cast(round(arpa, 2) as decimal(12, 2)) as arpa,
        paying_customers,
        logo_churn_rate,
        {{ metric_ratio('lost_mrr_30d', 'mrr_30_days_before') }} as revenue_churn_rate,
        {{ metric_ratio('new_mrr + expansion_mrr + reactivation_mrr', 'contraction_mrr + churned_mrr') }} as quick_ratio,
        cast(round(
            arpa * {{ var('gross_margin') }} / nullif(logo_churn_rate, 0)
        , 2) as decimal(14, 2)) as ltv,
        cast(invoiced_amount_mtd as decimal(14, 2)) as invoiced_amount_mtd,
        cast(cash_collected_mtd as decimal(14, 2)) as cash_collected_mtd,
        cast(outstanding_receivables as decimal(14, 2)) as outstanding_receivables,
        {{ metric_ratio('failed_30d', 'attempted_30d') }} as payment_failure_rate,
        {{ metric_ratio('recovered', 'cases') }} as dunning_recovery_rate,
        {{ metric_ratio('refunded_30d', 'collected_30d') }} as refund_rate,
        {{ metric_ratio('discount_30d', 'gross_30d') }} as avg_discount_pct,
        {{ metric_ratio('annual_mrr', 'mrr') }} as annual_plan_share

    from measured

)

select * from final
order by metric_date
