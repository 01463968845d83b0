-- One row per feature and customer tier; the tier "all" is all customers together.
{{ config(tags=['pattern:rollup']) }}

with

features as (

    select * from {{ ref('entity_features') }}

),

features_daily as (

    select * from {{ ref('entity_features_daily') }}

),

customers as (

    select * from {{ ref('entity_customers') }}

),

customers_history as (

    select * from {{ ref('entity_customers_history') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}

),

plans as (

    select distinct
        plan_name,
        plan_tier

    from {{ ref('stg_app_database__plans') }}

),

uses_per_account as (

    select
        feature_id,
        customer_id,
        min(usage_date) as first_used_date,
        max(usage_date) as last_used_date

    from feature_usage
    group by feature_id, customer_id

),

-- Every feature with every customer who could use it on as_of_date.
chances as (

    select
        features.feature_id,
        customers.customer_id,
        customers.customer_tier,
        uses_per_account.last_used_date > {{ as_of_date() }} - 30 as is_adopter

    from features
    inner join customers on {{ is_live_status('customers.subscription_status') }}
    inner join plans
        on customers.plan = plans.plan_name
        and features.tier_required <= plans.plan_tier
    left join uses_per_account
        on features.feature_id = uses_per_account.feature_id
        and customers.customer_id = uses_per_account.customer_id
    where features.eligible_accounts > 0

),

adoption as (

    select
        feature_id,
        coalesce(customer_tier, 'all') as customer_tier,
        count(*) as eligible_accounts,
        count(*) filter (where is_adopter) as adopters

    from chances
    group by rollup (feature_id, customer_tier)
    having grouping(feature_id) = 0

),

user_days as (

    select distinct
        feature_usage.feature_id,
        customers.customer_tier,
        feature_usage.user_id,
        feature_usage.usage_date

    from feature_usage
    inner join customers on feature_usage.customer_id = customers.customer_id
    where feature_usage.usage_date > {{ as_of_date() }} - 30

),

stickiness as (

    select
        feature_id,
        coalesce(customer_tier, 'all') as customer_tier,
        cast(count(*) / 30.0 / nullif(count(distinct user_id), 0) as decimal(5, 4)) as stickiness

    from user_days
    group by rollup (feature_id, customer_tier)
    having grouping(feature_id) = 0

),

sign_ups as (

    select
        customer_id,
        min(valid_from) as signed_up_on

    from customers_history
    group by customer_id

),

-- The clock starts when both are there, the customer and the feature.
days_to_adoption as (

    select
        uses_per_account.feature_id,
        coalesce(customers.customer_tier, 'all') as customer_tier,
        cast(median(date_diff(
            'day',
            greatest(features.released_on, sign_ups.signed_up_on),
            uses_per_account.first_used_date
        )) as decimal(8, 1)) as days_to_adoption_median

    from uses_per_account
    inner join features on uses_per_account.feature_id = features.feature_id
    inner join customers on uses_per_account.customer_id = customers.customer_id
    inner join sign_ups on uses_per_account.customer_id = sign_ups.customer_id
    group by rollup (uses_per_account.feature_id, customers.customer_tier)
    having grouping(uses_per_account.feature_id) = 0

),

-- A release is judged by the customers of that day and their size then, and only when its days
-- are over and lie in the record.
releases as (

    select distinct
        features.feature_id,
        features.tier_required,
        features.released_on as date_day

    from features
    inner join features_daily
        on features.feature_id = features_daily.feature_id
        and features.released_on = features_daily.date_day
    where features.released_on + {{ var('feature_release_days') }} - 1 <= {{ as_of_date() }}

),

release_days as (

    select distinct date_day from releases

),

customers_at_release as (

    {{ customers_on_days('release_days', 'customers_history', 'plans') }}

),

release_adoption as (

    select
        releases.feature_id,
        coalesce(customers_at_release.customer_tier, 'all') as customer_tier,
        cast(
            count(*) filter (
                where uses_per_account.first_used_date
                    < releases.date_day + {{ var('feature_release_days') }}
            ) / count(*) as decimal(5, 4)
        ) as release_adoption_7d

    from releases
    inner join customers_at_release
        on releases.date_day = customers_at_release.date_day
        and releases.tier_required <= customers_at_release.plan_tier
    left join uses_per_account
        on releases.feature_id = uses_per_account.feature_id
        and customers_at_release.customer_id = uses_per_account.customer_id
    group by rollup (releases.feature_id, customers_at_release.customer_tier)
    having grouping(releases.feature_id) = 0

),

final as (

    select
        adoption.feature_id,
        features.feature_name,
        adoption.customer_tier,
        adoption.eligible_accounts,
        adoption.adopters,
        cast({{ safe_divide('adoption.adopters', 'adoption.eligible_accounts') }} as decimal(5, 4))
            as adoption_rate,
        stickiness.stickiness,
        days_to_adoption.days_to_adoption_median,
        release_adoption.release_adoption_7d

    from adoption
    inner join features on adoption.feature_id = features.feature_id
    left join stickiness
        on adoption.feature_id = stickiness.feature_id
        and adoption.customer_tier = stickiness.customer_tier
    left join days_to_adoption
        on adoption.feature_id = days_to_adoption.feature_id
        and adoption.customer_tier = days_to_adoption.customer_tier
    left join release_adoption
        on adoption.feature_id = release_adoption.feature_id
        and adoption.customer_tier = release_adoption.customer_tier

)

select * from final
order by feature_id, customer_tier
