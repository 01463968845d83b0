-- int_subscriptions__mrr_movements has one row per subscription_id, changed_at and
-- movement_type.
{{ rows_that_repeat(
    ref('int_subscriptions__mrr_movements'),
    ['subscription_id', 'changed_at', 'movement_type']
) }}
