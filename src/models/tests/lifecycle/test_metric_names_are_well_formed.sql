-- Metrics are named [Entity] [Action/State] [Period] [by Segment].
{%- set models = [
    'gold_users_active_monthly', 'gold_users_created_daily', 'gold_videos_created_daily',
    'gold_accounts_active_monthly', 'gold_product_adoption', 'gold_retention_cohorts',
    'gold_accounts_churned_monthly', 'gold_state_distribution_daily', 'gold_dunning_recovery',
] %}
{%- for model in models %}
select distinct metric_name
from {{ ref(model) }}
where not {{ is_metric_title('metric_name') }}
{{ 'union all' if not loop.last }}
{%- endfor %}
