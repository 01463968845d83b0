-- What may be added adds up: classes of devices, locations, channels, platforms and owners to the company, and customers to the
-- company's MRR. Deals of nobody and conversions without a platform are in the whole only, so those parts may be less, never more.
with

metrics as (

    select * from {{ ref('metrics_unified') }}

),

definitions as (

    select * from {{ ref('metric_definitions') }}
    where additivity <> 'non_additive'

),

parts as (

    select
        metrics.metric_date,
        metrics.domain,
        metrics.metric_name,
        metrics.entity_type,
        sum(metrics.metric_value) as parts_value

    from metrics
    inner join definitions
        on metrics.domain = definitions.domain
        and metrics.metric_name = definitions.name
    where metrics.entity_type <> 'company'
    group by metrics.metric_date, metrics.domain, metrics.metric_name, metrics.entity_type

),

compared as (

    select
        parts.metric_date,
        parts.metric_name,
        parts.entity_type,
        parts.parts_value,
        whole.metric_value as whole_value,
        parts.entity_type = 'owner'
            or (parts.entity_type = 'platform' and parts.metric_name in (
                'first_touch_conversions', 'last_touch_conversions', 'linear_conversions', 'time_decay_conversions',
                'position_based_conversions', 'markov_conversions'
            )) as may_be_less

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
        max(revenue.mrr) as whole_value,
        false as may_be_less

    from {{ ref('metrics_customer_success') }} as customers
    inner join {{ ref('metrics_revenue') }} as revenue on customers.metric_date = revenue.metric_date
    group by customers.metric_date

)

select * from compared
where parts_value > whole_value + 0.001
    or (not may_be_less and parts_value < whole_value - 0.001)
