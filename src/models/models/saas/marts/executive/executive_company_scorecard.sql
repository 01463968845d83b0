-- One row per month: the company's numbers of all departments side by side, and MRR against
-- its target.
{{ config(tags=['pattern:window']) }}

with

customers_monthly as (

    select * from {{ ref('entity_customers_monthly') }}

),

users_daily as (

    select * from {{ ref('entity_users_daily') }}

),

devices_daily as (

    select * from {{ ref('entity_devices_daily') }}

),

campaigns_daily as (

    select * from {{ ref('entity_campaigns_daily') }}

),

deal_stages as (

    select * from {{ ref('int_sales__deal_stage_durations') }}

),

ticket_sla as (

    select * from {{ ref('int_support__ticket_sla') }}

),

revenue as (

    select
        sum(mrr) as mrr,
        sum(expansion_mrr) - sum(contraction_mrr) - sum(churned_mrr) as kept_change,
        count(*) filter (where is_paying) as customers,
        count(*) filter (where new_mrr > 0) as new_customers,
        count(*) filter (where churned_mrr > 0) as churned_customers,
        month

    from customers_monthly
    group by month

),

with_opening as (

    select
        *,
        lag(mrr) over by_month as opening_mrr,
        lag(customers) over by_month as opening_customers,
        lag(mrr, 12) over by_month as mrr_a_year_before

    from revenue
    window by_month as (order by month)

),

-- Losses of a single month are few; those of twelve tell how long a customer stays.
with_churn as (

    select
        *,
        {{ safe_divide(
            'sum(churned_customers) over last_12_months', 'sum(opening_customers) over last_12_months'
        ) }} as churn_rate_12m

    from with_opening
    window last_12_months as (order by month rows between 11 preceding and current row)

),

-- Months that begin before the record are told by nobody.
active_users as (

    select
        count(distinct user_id) filter (where is_active) as mau,
        cast(date_trunc('month', date_day) as date) as month

    from users_daily
    group by cast(date_trunc('month', date_day) as date)
    having cast(date_trunc('month', min(date_day)) as date)
        >= (select min(users_daily.date_day) from users_daily)

),

uptime as (

    select
        {{ safe_divide('100.0 * sum(online_seconds)', 'sum(observed_seconds)') }} as uptime_pct,
        cast(date_trunc('month', date_day) as date) as month

    from devices_daily
    group by cast(date_trunc('month', date_day) as date)

),

-- A deal that was closed twice in different months counts in each.
closed_deals as (

    select
        count(distinct deal_id) filter (where is_closed_won) as won_deals,
        count(distinct deal_id) as closed_deals,
        cast(date_trunc('month', valid_from) as date) as month

    from deal_stages
    where is_closed
    group by cast(date_trunc('month', valid_from) as date)

),

spend as (

    select
        sum(spend_usd) as spend_usd,
        cast(date_trunc('month', date_day) as date) as month

    from campaigns_daily
    group by cast(date_trunc('month', date_day) as date)

),

satisfaction as (

    select
        avg(csat_score) as csat,
        cast(date_trunc('month', created_at) as date) as month

    from ticket_sla
    group by cast(date_trunc('month', created_at) as date)

),

joined as (

    select
        with_churn.*,
        active_users.mau,
        uptime.uptime_pct,
        {{ safe_divide('closed_deals.won_deals', 'closed_deals.closed_deals') }} as win_rate,
        {{ safe_divide('spend.spend_usd', 'with_churn.new_customers') }} as cac,
        {{ safe_divide('with_churn.mrr', 'with_churn.customers') }} * {{ var('gross_margin') }}
            / nullif(with_churn.churn_rate_12m, 0) as ltv,
        satisfaction.csat,
        with_churn.mrr_a_year_before * (1 + {{ var('mrr_growth_target') }}) as target

    from with_churn
    left join active_users on with_churn.month = active_users.month
    left join uptime on with_churn.month = uptime.month
    left join closed_deals on with_churn.month = closed_deals.month
    left join spend on with_churn.month = spend.month
    left join satisfaction on with_churn.month = satisfaction.month

),

final as (

    select
        case
            when target is null then 'no_target'
            when mrr >= target then 'on_track'
            when mrr >= target * {{ var('scorecard_at_risk_from') }} then 'at_risk'
            else 'off_track'
        end as status,
        cast(mrr as decimal(14, 2)) as mrr,
        cast(target as decimal(14, 2)) as target,
        cast({{ safe_divide('opening_mrr + kept_change', 'opening_mrr') }} as decimal(9, 6)) as nrr,
        cast({{ safe_divide('churned_customers', 'opening_customers') }} as decimal(9, 6)) as logo_churn_rate,
        mau,
        cast(uptime_pct as decimal(5, 2)) as uptime_pct,
        cast(win_rate as decimal(5, 4)) as win_rate,
        cast(cac as decimal(12, 2)) as cac,
        cast(ltv as decimal(14, 2)) as ltv,
        cast({{ safe_divide('ltv', 'cac') }} as decimal(12, 4)) as ltv_cac,
        cast(csat as decimal(3, 2)) as csat,
        month

    from joined

)

select * from final
order by month
