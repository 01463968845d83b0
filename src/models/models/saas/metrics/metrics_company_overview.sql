-- One row per day: the company's most important metrics side by side, for the first page of a
-- report. Days of the record on which a metric is not known are NULL.
{{ config(
    tags=['pattern:pivot'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

metrics as (

    select
        metric_date,
        metric_name,
        metric_value

    from {{ ref('metrics_unified_domains') }}
    where importance_tier = 1
        and entity_type = 'company'

),

final as (

    select
        metric_date,
        max(metric_value) filter (where metric_name = 'mrr') as mrr,
        max(metric_value) filter (where metric_name = 'arr') as arr,
        max(metric_value) filter (where metric_name = 'new_mrr') as new_mrr,
        max(metric_value) filter (where metric_name = 'expansion_mrr') as expansion_mrr,
        max(metric_value) filter (where metric_name = 'contraction_mrr') as contraction_mrr,
        max(metric_value) filter (where metric_name = 'churned_mrr') as churned_mrr,
        max(metric_value) filter (where metric_name = 'net_new_mrr') as net_new_mrr,
        max(metric_value) filter (where metric_name = 'mrr_growth_rate') as mrr_growth_rate,
        max(metric_value) filter (where metric_name = 'net_revenue_retention') as net_revenue_retention,
        max(metric_value) filter (where metric_name = 'gross_revenue_retention') as gross_revenue_retention,
        max(metric_value) filter (where metric_name = 'arpa') as arpa,
        max(metric_value) filter (where metric_name = 'paying_customers') as paying_customers,
        max(metric_value) filter (where metric_name = 'logo_churn_rate') as logo_churn_rate,
        max(metric_value) filter (where metric_name = 'revenue_churn_rate') as revenue_churn_rate,
        max(metric_value) filter (where metric_name = 'ltv') as ltv,
        max(metric_value) filter (where metric_name = 'active_devices') as active_devices,
        max(metric_value) filter (where metric_name = 'device_uptime_pct') as device_uptime_pct,
        max(metric_value) filter (where metric_name = 'sla_hours_met_pct') as sla_hours_met_pct,
        max(metric_value) filter (where metric_name = 'active_locations') as active_locations,
        max(metric_value) filter (where metric_name = 'overdue_maintenance_devices') as overdue_maintenance_devices,
        max(metric_value) filter (where metric_name = 'active_accounts_30d') as active_accounts_30d,
        max(metric_value) filter (where metric_name = 'total_pipeline_value') as total_pipeline_value,
        max(metric_value) filter (where metric_name = 'weighted_pipeline_value') as weighted_pipeline_value,
        max(metric_value) filter (where metric_name = 'open_opportunities') as open_opportunities,
        max(metric_value) filter (where metric_name = 'pipeline_coverage_ratio') as pipeline_coverage_ratio,
        max(metric_value) filter (where metric_name = 'deals_won_mtd') as deals_won_mtd,
        max(metric_value) filter (where metric_name = 'revenue_closed_mtd') as revenue_closed_mtd,
        max(metric_value) filter (where metric_name = 'win_rate') as win_rate,
        max(metric_value) filter (where metric_name = 'avg_deal_size') as avg_deal_size,
        max(metric_value) filter (where metric_name = 'avg_sales_cycle_days') as avg_sales_cycle_days,
        max(metric_value) filter (where metric_name = 'pipeline_velocity') as pipeline_velocity,
        max(metric_value) filter (where metric_name = 'forecast_amount') as forecast_amount,
        max(metric_value) filter (where metric_name = 'quota_attainment_pct') as quota_attainment_pct,
        max(metric_value) filter (where metric_name = 'renewal_rate') as renewal_rate,
        max(metric_value) filter (where metric_name = 'mql_to_opportunity_rate') as mql_to_opportunity_rate,
        max(metric_value) filter (where metric_name = 'customer_acquisition_cost') as customer_acquisition_cost,
        max(metric_value) filter (where metric_name = 'daily_active_users') as daily_active_users,
        max(metric_value) filter (where metric_name = 'weekly_active_users') as weekly_active_users,
        max(metric_value) filter (where metric_name = 'monthly_active_users') as monthly_active_users,
        max(metric_value) filter (where metric_name = 'dau_mau_ratio') as dau_mau_ratio,
        max(metric_value) filter (where metric_name = 'activated_users_7d') as activated_users_7d,
        max(metric_value) filter (where metric_name = 'activation_rate') as activation_rate,
        max(metric_value) filter (where metric_name = 'feature_adoption_rate') as feature_adoption_rate,
        max(metric_value) filter (where metric_name = 'avg_30d_retention_rate') as avg_30d_retention_rate,
        max(metric_value) filter (where metric_name = 'user_churn_rate_30d') as user_churn_rate_30d,
        max(metric_value) filter (where metric_name = 'crash_free_session_rate') as crash_free_session_rate,
        max(metric_value) filter (where metric_name = 'total_ad_spend_active') as total_ad_spend_active,
        max(metric_value) filter (where metric_name = 'overall_roi') as overall_roi,
        max(metric_value) filter (where metric_name = 'cost_per_acquisition') as cost_per_acquisition,
        max(metric_value) filter (where metric_name = 'total_mqls') as total_mqls,
        max(metric_value) filter (where metric_name = 'cost_per_mql') as cost_per_mql,
        max(metric_value) filter (where metric_name = 'mql_conversion_rate') as mql_conversion_rate,
        max(metric_value) filter (where metric_name = 'lead_conversion_rate') as lead_conversion_rate,
        max(metric_value) filter (where metric_name = 'website_sessions') as website_sessions,
        max(metric_value) filter (where metric_name = 'website_conversion_rate') as website_conversion_rate,
        max(metric_value) filter (where metric_name = 'marketing_sourced_pipeline') as marketing_sourced_pipeline,
        max(metric_value) filter (where metric_name = 'lifetime_value_cac_ratio') as lifetime_value_cac_ratio,
        max(metric_value) filter (where metric_name = 'cac_payback_months') as cac_payback_months

    from metrics
    group by metric_date

)

select * from final
order by metric_date
