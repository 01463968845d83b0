-- A ratio is its parts divided, and what is derived follows from what it is derived from.
with

checks as (

    select metric_date, 'arr' as metric_name, cast(arr as double) as metric_value, mrr * 12.0 as expected
    from {{ ref('metrics_revenue') }}

    union all

    select
        metric_date, 'quick_ratio', quick_ratio,
        (new_mrr + expansion_mrr + reactivation_mrr) * 1.0 / nullif(contraction_mrr + churned_mrr, 0)
    from {{ ref('metrics_revenue') }}

    union all

    select metric_date, 'dau_mau_ratio', dau_mau_ratio, daily_active_users * 1.0 / nullif(monthly_active_users, 0)
    from {{ ref('metrics_product_analytics') }}

    union all

    select metric_date, 'wau_mau_ratio', wau_mau_ratio, weekly_active_users * 1.0 / nullif(monthly_active_users, 0)
    from {{ ref('metrics_product_analytics') }}

    union all

    select metric_date, 'power_user_percentage', power_user_percentage, power_users * 1.0 / nullif(monthly_active_users, 0)
    from {{ ref('metrics_product_analytics') }}

    union all

    select metric_date, 'win_rate', win_rate, win_rate_num * 1.0 / nullif(win_rate_den, 0)
    from {{ ref('metrics_sales') }}

    union all

    select metric_date, 'quota_attainment_pct', quota_attainment_pct, quota_attainment_pct_num * 1.0 / nullif(quota_attainment_pct_den, 0)
    from {{ ref('metrics_sales') }}

    union all

    select metric_date, 'pours_per_active_device', pours_per_active_device, pours_total * 1.0 / nullif(active_devices, 0)
    from {{ ref('metrics_operations') }}

    union all

    select metric_date, 'ctr', ctr, clicks_30d * 1.0 / nullif(impressions_30d, 0)
    from {{ ref('metrics_marketing') }}
    where impressions_30d is not null

    union all

    select metric_date, 'cost_per_mql', cost_per_mql, cast(total_ad_spend_active as double) / nullif(total_mqls, 0)
    from {{ ref('metrics_marketing') }}

    union all

    select metric_date, 'users_per_active_account', engagement.users_per_active_account * engagement.active_accounts_daily,
        cast(product.daily_active_users as double)
    from {{ ref('metrics_engagement') }} as engagement
    inner join {{ ref('metrics_product_analytics') }} as product using (metric_date)
    where product.entity_type = 'company'
        and engagement.active_accounts_daily > 0

)

select * from checks
where (metric_value is null) <> (expected is null)
    or abs(metric_value - expected) > 0.01 + 0.0001 * abs(expected)
