-- No value of a metric lies outside the bounds of its definition.
select
    metrics.domain,
    metrics.metric_name,
    metrics.metric_date,
    metrics.entity_id,
    metrics.metric_value

from {{ ref('metrics_unified') }} as metrics
inner join {{ ref('metric_definitions') }} as definitions
    on metrics.domain = definitions.domain
    and metrics.metric_name = definitions.name
where metrics.metric_value < definitions.min_value - {{ var('metrics_tolerance') }}
    or metrics.metric_value > definitions.max_value + {{ var('metrics_tolerance') }}
    or isnan(metrics.metric_value)
    or isinf(metrics.metric_value)
