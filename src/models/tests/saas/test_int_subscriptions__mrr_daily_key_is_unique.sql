-- int_subscriptions__mrr_daily has one row per subscription_id and date_day.
{{ rows_that_repeat(ref('int_subscriptions__mrr_daily'), ['subscription_id', 'date_day']) }}
