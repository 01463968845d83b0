-- One row per month: MRR and where it came from, what was kept of the month before, and what
-- a customer pays. The running month is valued on as_of_date.
{{ config(tags=['pattern:window']) }}

with

customers_monthly as (

    select * from {{ ref('entity_customers_monthly') }}

),

subscriptions_monthly as (

    select * from {{ ref('entity_subscriptions_monthly') }}

),

per_month as (

    select
        month,
        sum(mrr) as mrr,
        sum(new_mrr) as new_mrr,
        sum(expansion_mrr) as expansion_mrr,
        sum(contraction_mrr) as contraction_mrr,
        sum(churned_mrr) as churned_mrr,
        sum(reactivation_mrr) as reactivation_mrr,
        count(*) filter (where is_paying) as customers,
        count(*) filter (where churned_mrr > 0) as churned_customers

    from customers_monthly
    group by month

),

-- As far back as the daily table of subscriptions reaches.
subscriptions_per_month as (

    select
        month,
        count(*) filter (where mrr > 0) as subscriptions,
        count(*) filter (where is_retained) as retained_subscriptions,
        count(*) filter (where previous_mrr > 0) as opening_subscriptions

    from subscriptions_monthly
    group by month

),

with_opening as (

    select
        *,
        coalesce(lag(mrr) over (order by month), 0) as opening_mrr,
        coalesce(lag(customers) over (order by month), 0) as opening_customers,
        lag(mrr, 12) over (order by month) as mrr_a_year_before

    from per_month

),

final as (

    select
        cast(with_opening.opening_mrr as decimal(14, 2)) as opening_mrr,
        cast(with_opening.mrr as decimal(14, 2)) as mrr,
        cast(with_opening.mrr * 12 as decimal(16, 2)) as arr,
        cast(with_opening.new_mrr as decimal(14, 2)) as new_mrr,
        cast(with_opening.expansion_mrr as decimal(14, 2)) as expansion_mrr,
        cast(with_opening.contraction_mrr as decimal(14, 2)) as contraction_mrr,
        cast(with_opening.churned_mrr as decimal(14, 2)) as churned_mrr,
        cast(with_opening.reactivation_mrr as decimal(14, 2)) as reactivation_mrr,
        -- Both follow the customers that the month began with; new and returning ones do not
        -- count.
        cast({{ safe_divide(
            'opening_mrr + expansion_mrr - contraction_mrr - churned_mrr', 'opening_mrr'
        ) }} as decimal(9, 6)) as nrr,
        cast({{ safe_divide(
            'opening_mrr - contraction_mrr - churned_mrr', 'opening_mrr'
        ) }} as decimal(9, 6)) as grr,
        cast({{ safe_divide(
            'churned_customers', 'opening_customers'
        ) }} as decimal(9, 6)) as logo_churn_rate,
        with_opening.customers,
        cast({{ safe_divide('mrr', 'customers') }} as decimal(12, 2)) as arpa,
        cast({{ safe_divide(
            'new_mrr + expansion_mrr + reactivation_mrr', 'contraction_mrr + churned_mrr'
        ) }} as decimal(12, 4)) as quick_ratio,
        cast({{ safe_divide(
            'mrr - mrr_a_year_before', 'mrr_a_year_before'
        ) }} as decimal(12, 6)) as mrr_growth_12m,
        subscriptions_per_month.subscriptions,
        cast({{ safe_divide(
            'subscriptions_per_month.retained_subscriptions',
            'subscriptions_per_month.opening_subscriptions'
        ) }} as decimal(9, 6)) as subscription_retention,
        with_opening.month

    from with_opening
    left join subscriptions_per_month on with_opening.month = subscriptions_per_month.month

)

select * from final
order by month
