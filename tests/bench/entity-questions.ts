/** A question that people ask of each entity table, as in the README of the models. The keys are the tables. */
export const ENTITY_QUESTIONS: Readonly<Record<string, string>> = {
  entity_customers: `select account_name, customer_health_score, churn_risk_score, monthly_recurring_revenue, device_events_30d
    from entity_customers where churn_risk_score > 0.7 order by monthly_recurring_revenue desc`,
  entity_customers_history: `select customer_tier, count(*) as customers, sum(monthly_recurring_revenue) as mrr
    from entity_customers_history
    where valid_from <= date '2025-06-30' and (valid_to > date '2025-06-30' or valid_to is null) group by customer_tier`,
  entity_customers_daily: `select date_day, mrr, customer_health_score, active_users
    from entity_customers_daily where customer_id = 100 order by date_day`,
  entity_customers_monthly: `select month, sum(mrr) as mrr, sum(new_mrr) as new_mrr, sum(churned_mrr) as churned_mrr
    from entity_customers_monthly group by month order by month`,
  entity_locations: `select region, count(*) as locations, avg(operational_health_score) as health, sum(pours_30d) as pours
    from entity_locations group by region order by health`,
  entity_locations_history: `select status, count(*) as locations from entity_locations_history
    where valid_from <= date '2025-06-30' and (valid_to > date '2025-06-30' or valid_to is null) group by status`,
  entity_locations_daily: `select date_day, sum(pours) as pours, sum(online_seconds) / nullif(sum(observed_seconds), 0) as uptime
    from entity_locations_daily where date_day >= date '2025-10-01' group by date_day order by date_day`,
  entity_locations_weekly: `select location_id, week, volume_litres, volume_wow_change from entity_locations_weekly
    qualify row_number() over (partition by location_id order by week desc) = 1 order by volume_wow_change limit 20`,
  entity_users: `select engagement_tier, count(*) as users, avg(sessions_30d) as sessions from entity_users group by engagement_tier`,
  entity_users_history: `select change_type, count(*) as changes from entity_users_history
    where valid_from >= date '2025-01-01' group by change_type`,
  entity_users_daily: `select date_trunc('month', date_day)::date as month, count(distinct user_id) as active_users, sum(sessions) as sessions
    from entity_users_daily where is_active group by 1 order by 1`,
  entity_users_weekly: `select weeks_since_signup, avg(engagement_score) as engagement from entity_users_weekly
    where weeks_since_signup <= 26 group by 1 order by 1`,
  entity_subscriptions: `select plan, subscription_status, count(*) as subscriptions, sum(monthly_recurring_revenue) as mrr
    from entity_subscriptions group by 1, 2 order by 4 desc`,
  entity_subscriptions_history: `select previous_plan, plan, count(*) as moves from entity_subscriptions_history
    where previous_plan is not null and previous_plan <> plan group by 1, 2 order by 3 desc`,
  entity_subscriptions_daily: `select date_day, sum(mrr) as mrr from entity_subscriptions_daily
    where date_day >= date '2025-01-01' group by 1 order by 1`,
  entity_subscriptions_monthly: `select cohort_month, months_since_start, sum(mrr) as mrr, avg(is_retained::int) as retained
    from entity_subscriptions_monthly group by 1, 2 order by 1, 2`,
  entity_campaigns: `select channel, sum(spend_usd) as spend, sum(linear_conversions) as conversions
    from entity_campaigns group by channel order by spend desc`,
  entity_campaigns_history: `select campaign_status, count(*) as campaigns, sum(budget_usd) as budget from entity_campaigns_history
    where valid_from <= date '2025-06-30' and (valid_to > date '2025-06-30' or valid_to is null) group by 1`,
  entity_campaigns_daily: `select platform, date_trunc('month', date_day)::date as month, sum(spend_usd) as spend, sum(clicks) as clicks
    from entity_campaigns_daily group by 1, 2 order by 1, 2`,
  entity_devices: `select firmware_version, count(*) as devices, avg(uptime_score) as uptime, avg(overall_device_health_score) as health
    from entity_devices group by 1 order by health`,
  entity_devices_history: `select cause, count(*) as failures, avg(mtbf_hours) as mtbf_hours from entity_devices_history
    where cause is not null group by 1 order by 2 desc`,
  entity_devices_daily: `select date_day, sum(online_seconds) / nullif(sum(observed_seconds), 0) as uptime, sum(error_count) as errors
    from entity_devices_daily where date_day >= date '2025-10-01' group by 1 order by 1`,
  entity_devices_hourly: `select extract(hour from hour_ts) as hour, sum(pours) as pours, avg(uptime_ratio) as uptime
    from entity_devices_hourly group by 1 order by 1`,
  entity_features: `select feature_name, adoption_rate, stickiness, value_score from entity_features order by value_score desc`,
  entity_features_history: `select adoption_stage, count(*) as features from entity_features_history where is_current group by 1`,
  entity_features_daily: `select date_day, sum(uses) as uses, sum(new_adopters) as new_adopters from entity_features_daily
    where date_day >= date '2025-10-01' group by 1 order by 1`,
  entity_features_monthly: `select feature_id, month, adoption_rate, usage_growth_rate from entity_features_monthly order by 1, 2`,
};
