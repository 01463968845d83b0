-- Additive metrics add up: classes of devices to the fleet, channels to the company, owners to the
-- company at the end of a month, and customers to the company on the days on which they are told.
with

metrics as (

    select * from {{ ref('metrics_unified') }}

),

parts as (

    select
        metric_date,
        domain,
        metric_name,
        entity_type,
        sum(metric_value) as parts_value

    from metrics
    where (entity_type = 'device_type' and metric_name in (
            'pours_total', 'volume_litres', 'total_devices', 'active_devices', 'outage_count_30d', 'overdue_maintenance_devices'
        ))
        or (entity_type = 'channel' and metric_name in (
            'first_touch_conversions', 'last_touch_conversions', 'linear_conversions', 'time_decay_conversions',
            'position_based_conversions', 'markov_conversions', 'impressions_30d', 'clicks_30d'
        ))
        or (entity_type = 'platform' and metric_name in ('impressions_30d', 'clicks_30d', 'platform_conversions'))
    group by metric_date, domain, metric_name, entity_type

),

compared as (

    select
        parts.metric_date,
        parts.metric_name,
        parts.entity_type,
        parts.parts_value,
        whole.metric_value as whole_value

    from parts
    inner join metrics as whole
        on parts.metric_date = whole.metric_date
        and parts.domain = whole.domain
        and parts.metric_name = whole.metric_name
        and whole.entity_type = 'company'

    union all

    select
        customers.metric_date,
        'current_mrr' as metric_name,
        'customer' as entity_type,
        sum(customers.current_mrr) as parts_value,
        max(revenue.mrr) as whole_value

    from {{ ref('metrics_customer_success') }} as customers
    inner join {{ ref('metrics_revenue') }} as revenue on customers.metric_date = revenue.metric_date
    group by customers.metric_date

)

select * from compared
where abs(parts_value - whole_value) > 0.001
