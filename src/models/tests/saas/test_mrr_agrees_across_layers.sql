-- MRR is the same in all layers: subscriptions, the last day, the last month, the entity,
-- and the board's total.
with

totals as (

    select 'int_subscriptions__core' as model, sum(monthly_recurring_revenue) as mrr
    from {{ ref('int_subscriptions__core') }}

    union all

    select 'int_subscriptions__mrr_daily' as model, sum(mrr) as mrr
    from {{ ref('int_subscriptions__mrr_daily') }}
    where date_day = {{ as_of_date() }}

    union all

    select 'int_customers__mrr_monthly' as model, sum(mrr) as mrr
    from {{ ref('int_customers__mrr_monthly') }}
    where month = cast(date_trunc('month', {{ as_of_date() }}) as date)

    union all

    select 'entity_customers' as model, sum(monthly_recurring_revenue) as mrr
    from {{ ref('entity_customers') }}

    union all

    select 'executive_customer_health_kpis' as model, sum(mrr) as mrr
    from {{ ref('executive_customer_health_kpis') }}
    where customer_tier = 'total'

)

select * from totals
where mrr is distinct from (select mrr from totals where model = 'int_subscriptions__core')
