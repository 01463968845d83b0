-- One row per feature: who could use it on as_of_date, and who of them did in the last 30
-- days. Only customers whose plan includes the feature count, above and below the line.
with

features as (

    select * from {{ ref('stg_app_database__features') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}
    where usage_date > {{ as_of_date() }} - 30
        and usage_date <= {{ as_of_date() }}

),

customers as (

    select
        customer_id,
        plan_tier

    from {{ ref('int_customers__core') }}
    where {{ is_live_status('subscription_status') }}

),

users as (

    select
        user_id,
        customer_id

    from {{ ref('int_users__core') }}
    where user_status = 'active'

),

offered_features as (

    select * from features
    where released_on <= {{ as_of_date() }}
        and coalesce(deprecated_on > {{ as_of_date() }}, true)

),

eligible_accounts as (

    select
        offered_features.feature_id,
        count(*) as eligible_accounts

    from offered_features
    inner join customers on offered_features.tier_required <= customers.plan_tier
    group by offered_features.feature_id

),

eligible_users as (

    select
        offered_features.feature_id,
        count(*) as eligible_users

    from offered_features
    inner join customers on offered_features.tier_required <= customers.plan_tier
    inner join users on customers.customer_id = users.customer_id
    group by offered_features.feature_id

),

usage_by_eligible as (

    select
        feature_usage.feature_id,
        count(distinct feature_usage.customer_id) filter (
            where feature_usage.usage_date > {{ as_of_date() }} - 7
        ) as accounts_using_7d,
        count(distinct feature_usage.customer_id) as accounts_using_30d,
        count(distinct users.user_id) as users_using_30d,
        sum(feature_usage.usage_count) as usage_count_30d

    from feature_usage
    inner join offered_features on feature_usage.feature_id = offered_features.feature_id
    inner join customers
        on feature_usage.customer_id = customers.customer_id
        and offered_features.tier_required <= customers.plan_tier
    left join users
        on feature_usage.user_id = users.user_id
        and feature_usage.customer_id = users.customer_id
    group by feature_usage.feature_id

),

joined as (

    select
        features.feature_id,
        features.feature_name,
        features.category,
        features.tier_required,
        coalesce(usage_by_eligible.accounts_using_7d, 0) as accounts_using_7d,
        coalesce(usage_by_eligible.accounts_using_30d, 0) as accounts_using_30d,
        coalesce(usage_by_eligible.users_using_30d, 0) as users_using_30d,
        coalesce(eligible_accounts.eligible_accounts, 0) as eligible_accounts,
        coalesce(eligible_users.eligible_users, 0) as eligible_users,
        cast(coalesce(usage_by_eligible.usage_count_30d, 0) as bigint) as usage_count_30d,
        features.released_on,
        features.deprecated_on

    from features
    left join eligible_accounts on features.feature_id = eligible_accounts.feature_id
    left join eligible_users on features.feature_id = eligible_users.feature_id
    left join usage_by_eligible on features.feature_id = usage_by_eligible.feature_id

),

final as (

    select
        feature_id,
        feature_name,
        category,
        tier_required,
        accounts_using_7d,
        accounts_using_30d,
        users_using_30d,
        eligible_accounts,
        eligible_users,
        usage_count_30d,
        cast({{ safe_divide('accounts_using_30d', 'eligible_accounts') }} as decimal(5, 4))
            as adoption_rate,
        cast({{ safe_divide('users_using_30d', 'eligible_users') }} as decimal(5, 4))
            as user_adoption_rate,
        released_on,
        deprecated_on

    from joined

)

select * from final
