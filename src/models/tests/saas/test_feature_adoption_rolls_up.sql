-- Adoption by customer tier adds up to all customers, and all customers are those of the
-- feature itself; adoption by plan has no rate for a plan that lacks the feature.
with

tiers as (

    select
        feature_id,
        sum(eligible_accounts) filter (where customer_tier <> 'all') as eligible_in_tiers,
        sum(eligible_accounts) filter (where customer_tier = 'all') as eligible_in_all,
        sum(adopters) filter (where customer_tier <> 'all') as adopters_in_tiers,
        sum(adopters) filter (where customer_tier = 'all') as adopters_in_all

    from {{ ref('product_adoption') }}
    group by feature_id

)

select
    features.feature_id,
    tiers.eligible_in_tiers,
    tiers.eligible_in_all,
    features.eligible_accounts,
    tiers.adopters_in_tiers,
    tiers.adopters_in_all,
    features.accounts_using_30d

from {{ ref('entity_features') }} as features
left join tiers on features.feature_id = tiers.feature_id
left join {{ ref('int_features__adoption_patterns') }} as patterns
    on features.feature_id = patterns.feature_id
where coalesce(tiers.eligible_in_tiers, 0) <> features.eligible_accounts
    or coalesce(tiers.eligible_in_all, 0) <> features.eligible_accounts
    or coalesce(tiers.adopters_in_tiers, 0) <> features.accounts_using_30d
    or coalesce(tiers.adopters_in_all, 0) <> features.accounts_using_30d
    or (features.tier_required > 1 and patterns.starter_adoption_rate is not null)
    or (features.tier_required > 2 and patterns.professional_adoption_rate is not null)
    or (features.tier_required > 3 and patterns.business_adoption_rate is not null)
