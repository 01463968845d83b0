-- One row per feature: adoption by plan, how often its users come back to it, how long
-- customers take to try it, and what it is worth.
{{ config(tags=['pattern:rollup']) }}

with

features as (

    select * from {{ ref('int_features__core') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}

),

customers as (

    select * from {{ ref('int_customers__core') }}

),

accounts_30d as (

    select distinct
        feature_id,
        customer_id

    from feature_usage
    where usage_date > {{ as_of_date() }} - 30

),

-- Every feature with every customer who could use it.
chances as (

    select
        features.feature_id,
        customers.plan_tier,
        customers.monthly_recurring_revenue,
        accounts_30d.customer_id is not null as is_used

    from features
    inner join customers
        on features.tier_required <= customers.plan_tier
        and {{ is_live_status('customers.subscription_status') }}
    left join accounts_30d
        on features.feature_id = accounts_30d.feature_id
        and customers.customer_id = accounts_30d.customer_id
    where features.eligible_accounts > 0

),

-- Both levels in one pass: a row per feature and plan, and one per feature with no plan.
rolled_up as (

    select
        feature_id,
        plan_tier,
        grouping(plan_tier) = 1 as is_total,
        count(*) as eligible_accounts,
        count(*) filter (where is_used) as accounts_using,
        sum(monthly_recurring_revenue) as eligible_mrr,
        coalesce(sum(monthly_recurring_revenue) filter (where is_used), 0) as using_mrr

    from chances
    group by rollup (feature_id, plan_tier)
    having grouping(feature_id) = 0

),

rates as (

    select
        feature_id,
        {%- for tier in ['starter', 'professional', 'business', 'enterprise'] %}
        cast(
            max({{ safe_divide('accounts_using', 'eligible_accounts') }}) filter (
                where not is_total and plan_tier = {{ loop.index }}
            ) as decimal(5, 4)
        ) as {{ tier }}_adoption_rate,
        {%- endfor %}
        cast(
            max({{ safe_divide('using_mrr', 'eligible_mrr') }}) filter (where is_total) as decimal(5, 4)
        ) as revenue_share

    from rolled_up
    group by feature_id

),

stickiness as (

    select
        feature_id,
        cast(
            count(*) / 30.0 / nullif(count(distinct user_id), 0) as decimal(5, 4)
        ) as stickiness

    from (
        select distinct
            feature_id,
            user_id,
            usage_date

        from feature_usage
        where usage_date > {{ as_of_date() }} - 30
    )
    group by feature_id

),

-- The clock starts when both are there, the customer and the feature.
first_uses as (

    select
        feature_usage.feature_id,
        feature_usage.customer_id,
        min(feature_usage.usage_date) as first_used_date

    from feature_usage
    group by feature_usage.feature_id, feature_usage.customer_id

),

days_to_adoption as (

    select
        first_uses.feature_id,
        cast(median(date_diff(
            'day',
            greatest(features.released_on, cast(customers.created_at as date)),
            first_uses.first_used_date
        )) as decimal(8, 1)) as days_to_adoption_median

    from first_uses
    inner join features on first_uses.feature_id = features.feature_id
    inner join customers on first_uses.customer_id = customers.customer_id
    group by first_uses.feature_id

),

final as (

    select
        features.feature_id,
        rates.starter_adoption_rate,
        rates.professional_adoption_rate,
        rates.business_adoption_rate,
        rates.enterprise_adoption_rate,
        rates.revenue_share,
        stickiness.stickiness,
        days_to_adoption.days_to_adoption_median,
        case when features.eligible_accounts > 0 then
            {{ calculate_feature_value_score(
                'features.adoption_rate', 'stickiness.stickiness', 'rates.revenue_share'
            ) }}
        end as value_score

    from features
    left join rates on features.feature_id = rates.feature_id
    left join stickiness on features.feature_id = stickiness.feature_id
    left join days_to_adoption on features.feature_id = days_to_adoption.feature_id

)

select * from final
