-- code: M-OFFERED
-- headline: {n} {are} there although withdrawn.
-- feedback: {key} is gone since its deprecated_on. Which condition tells what is offered on the as-of date?
with

offered as (

    select * from {{ ref('stg_app_database__features') }}
    where released_on <= {{ as_of_date() }}

),

customers as (

    select * from {{ ref('int_customers__core') }}
    where active_subscriptions > 0

),

usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}
    where usage_date > {{ as_of_date() }} - 30
        and usage_date <= {{ as_of_date() }}

),

eligible_per_feature as (

    select
        offered.feature_id,
        count(*) as eligible_accounts

    from offered
    inner join customers on offered.tier_required <= customers.plan_tier
    group by offered.feature_id

),

using_per_feature as (

    select
        offered.feature_id,
        count(distinct usage.customer_id) as accounts_using_30d

    from offered
    inner join usage on offered.feature_id = usage.feature_id
    inner join customers
        on usage.customer_id = customers.customer_id
        and offered.tier_required <= customers.plan_tier
    group by offered.feature_id

),

final as (

    select
        offered.feature_id,
        offered.feature_name,
        offered.tier_required,
        coalesce(eligible_per_feature.eligible_accounts, 0) as eligible_accounts,
        coalesce(using_per_feature.accounts_using_30d, 0) as accounts_using_30d,
        coalesce(using_per_feature.accounts_using_30d, 0) / nullif(eligible_per_feature.eligible_accounts, 0)
            as adoption_rate,
        {{ as_of_date() }} as as_of_date

    from offered
    left join eligible_per_feature on offered.feature_id = eligible_per_feature.feature_id
    left join using_per_feature on offered.feature_id = using_per_feature.feature_id

)

select * from final
