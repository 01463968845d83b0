-- One row per feature and month with complete usage in which it was offered. The running month
-- goes up to as_of_date.
{{ config(tags=['pattern:partition', 'pattern:window']) }}

with

features as (

    select * from {{ ref('int_features__core') }}

),

features_daily as (

    select
        *,
        cast(date_trunc('month', date_day) as date) as month

    from {{ ref('entity_features_daily') }}

),

feature_usage as (

    select
        *,
        cast(date_trunc('month', usage_date) as date) as month

    from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}

),

customers_history as (

    select * from {{ ref('entity_customers_history') }}

),

plans as (

    select distinct
        plan_name,
        plan_tier

    from {{ ref('stg_app_database__plans') }}

),

months as (

    select distinct
        month,
        least(last_day(month), {{ as_of_date() }}) as date_day

    from features_daily
    where month >= {{ usage_complete_from() }}

),

customers_at_month_end as (

    {{ customers_on_days('months', 'customers_history', 'plans') }}

),

usage_per_month as (

    select
        feature_id,
        month,
        count(distinct user_id) as users,
        count(distinct customer_id) as accounts

    from feature_usage
    group by feature_id, month

),

eligible_per_month as (

    select
        features.feature_id,
        cast(date_trunc('month', customers_at_month_end.date_day) as date) as month,
        count(*) as eligible_accounts,
        count(accounts.customer_id) as adopters

    from features
    inner join customers_at_month_end
        on features.tier_required <= customers_at_month_end.plan_tier
    left join (
        select distinct
            feature_id,
            customer_id,
            month

        from feature_usage
    ) as accounts
        on features.feature_id = accounts.feature_id
        and customers_at_month_end.customer_id = accounts.customer_id
        and cast(date_trunc('month', customers_at_month_end.date_day) as date) = accounts.month
    group by features.feature_id, cast(date_trunc('month', customers_at_month_end.date_day) as date)

),

days_per_month as (

    select
        features_daily.feature_id,
        features_daily.month,
        sum(features_daily.uses) as uses,
        count(*) filter (where features_daily.users > 0) as active_days

    from features_daily
    inner join months on features_daily.month = months.month
    group by features_daily.feature_id, features_daily.month

),

joined as (

    select
        days_per_month.feature_id,
        days_per_month.month,
        coalesce(usage_per_month.users, 0) as users,
        coalesce(usage_per_month.accounts, 0) as accounts,
        days_per_month.uses,
        days_per_month.active_days,
        eligible_per_month.eligible_accounts,
        eligible_per_month.adopters,
        last_day(days_per_month.month) <= {{ as_of_date() }} as is_complete_month,
        lag(days_per_month.uses) over (
            partition by days_per_month.feature_id order by days_per_month.month
        ) as previous_uses

    from days_per_month
    left join usage_per_month
        on days_per_month.feature_id = usage_per_month.feature_id
        and days_per_month.month = usage_per_month.month
    left join eligible_per_month
        on days_per_month.feature_id = eligible_per_month.feature_id
        and days_per_month.month = eligible_per_month.month

),

final as (

    select
        feature_id,
        users,
        accounts,
        cast(uses as bigint) as uses,
        active_days,
        cast({{ safe_divide('adopters', 'eligible_accounts') }} as decimal(5, 4)) as adoption_rate,
        case
            when is_complete_month
                then cast(round({{ safe_divide('uses', 'previous_uses') }} - 1, 4) as decimal(9, 4))
        end as usage_growth_rate,
        is_complete_month,
        month

    from joined

)

select * from final
order by feature_id, month
