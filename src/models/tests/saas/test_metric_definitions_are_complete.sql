-- Every metric has a definition, and every definition a metric: a column of its wide table.
select
    coalesce(metrics.domain, definitions.domain) as domain,
    coalesce(metrics.metric_name, definitions.name) as metric_name

from (
    select distinct
        domain,
        metric_name

    from {{ ref('metrics_unified') }}
) as metrics
full join {{ ref('metric_definitions') }} as definitions
    on metrics.domain = definitions.domain
    and metrics.metric_name = definitions.name
where metrics.metric_name is null
    or definitions.name is null
