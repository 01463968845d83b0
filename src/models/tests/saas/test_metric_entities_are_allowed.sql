-- A metric is told for the kinds of entity of its definition, and for no others.
select distinct
    metrics.domain,
    metrics.metric_name,
    metrics.entity_type

from {{ ref('metrics_unified') }} as metrics
inner join {{ ref('metric_definitions') }} as definitions
    on metrics.domain = definitions.domain
    and metrics.metric_name = definitions.name
where not list_contains(string_split(definitions.entity_types, ';'), metrics.entity_type)
