-- What the company counts or adds up has a value for every day from its first one to as_of_date: a
-- day on which nothing happened is 0, not missing.
select
    metrics.domain,
    metrics.metric_name,
    min(metrics.metric_date) as first_day,
    count(*) as days_with_value

from {{ ref('metrics_unified') }} as metrics
inner join {{ ref('metric_definitions') }} as definitions
    on metrics.domain = definitions.domain
    and metrics.metric_name = definitions.name
where metrics.entity_type = 'company'
    and definitions.null_rule like '0 when%'
group by metrics.domain, metrics.metric_name
having count(*) <> {{ as_of_date() }} - min(metrics.metric_date) + 1
    or max(metrics.metric_date) <> {{ as_of_date() }}
