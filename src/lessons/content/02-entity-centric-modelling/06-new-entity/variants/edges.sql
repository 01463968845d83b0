-- title: who may, who may not any more, and the edges of the window
-- relation: stg_app_database__features
-- 901: for all. 902: larger plans. 903: withdrawn today. 904: tomorrow. 905: nobody's plan is large enough. 906: withdrawn tomorrow.
select features.* replace (
    cast(given.feature_id as smallint) as feature_id,
    'Feature ' || given.feature_id as feature_name,
    cast(given.tier_required as integer) as tier_required,
    cast('{{ var("as_of_date") }}' as date) - cast(given.released as integer) as released_on,
    cast('{{ var("as_of_date") }}' as date) - cast(given.deprecated as integer) as deprecated_on
)
from (values (901, 1, 100, null), (902, 2, 0, null), (903, 1, 100, 0), (904, 1, -1, null), (905, 4, 100, null), (906, 1, 100, -1))
    as given (feature_id, tier_required, released, deprecated)
cross join (select * from {{ ref('stg_app_database__features') }} limit 1) as features
-- relation: int_customers__core
-- 9001 and 9002: small and middle plan. 9003: ended. 9004: no plan at all. 9005: two subscriptions.
select customers.* replace (
    cast(given.customer_id as integer) as customer_id,
    cast(given.plan_tier as smallint) as plan_tier,
    cast(given.active_subscriptions as bigint) as active_subscriptions
)
from (values (9001, 1, 1), (9002, 2, 1), (9003, 3, 0), (9004, null, 0), (9005, 3, 2))
    as given (customer_id, plan_tier, active_subscriptions)
cross join (select * from {{ ref('int_customers__core') }} limit 1) as customers
-- relation: stg_app_database__feature_usage
-- On both edges of the window; by somebody whose plan is too small now; by somebody who has left; twice by the same.
select feature_usage.* replace (
    cast(row_number() over (order by given.feature_id, given.customer_id, given.days_ago) as bigint) as usage_id,
    cast(given.feature_id as smallint) as feature_id,
    cast(given.customer_id as integer) as customer_id,
    cast('{{ var("as_of_date") }}' as date) - cast(given.days_ago as integer) as usage_date
)
from (values
    (901, 9001, 29), (901, 9001, 3), (901, 9002, 30), (901, 9003, 5), (901, 9005, 0),
    (902, 9001, 5), (902, 9002, 5), (902, 9005, -1),
    (903, 9001, 5)
) as given (feature_id, customer_id, days_ago)
cross join (select * from {{ ref('stg_app_database__feature_usage') }} limit 1) as feature_usage
