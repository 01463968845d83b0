-- Customer success and the board count the same customers, the same MRR and the same risks.
with

dashboard as (

    select
        count(*) as customers,
        sum(monthly_recurring_revenue) as mrr,
        count(*) filter (where overall_risk_category = 'high') as high_risk_customers,
        count(*) filter (where health_band = 'healthy') as healthy_customers

    from {{ ref('customer_success_health_dashboard') }}

),

watchlist as (

    select
        count(*) as high_risk_customers,
        sum(monthly_recurring_revenue) as at_risk_mrr

    from {{ ref('customer_success_churn_watchlist') }}

),

kpis as (

    select * from {{ ref('executive_customer_health_kpis') }}
    where customer_tier = 'total'

)

select
    kpis.customers,
    dashboard.customers as customers_of_dashboard,
    kpis.mrr,
    dashboard.mrr as mrr_of_dashboard,
    kpis.high_risk_customers,
    watchlist.high_risk_customers as high_risk_customers_of_watchlist

from kpis
cross join dashboard
cross join watchlist
where kpis.customers <> dashboard.customers
    or kpis.mrr <> dashboard.mrr
    or kpis.high_risk_customers <> dashboard.high_risk_customers
    or kpis.high_risk_customers <> watchlist.high_risk_customers
    or kpis.healthy_customers <> dashboard.healthy_customers
    or kpis.at_risk_mrr <> coalesce(watchlist.at_risk_mrr, 0)
