-- One row per metric, day and entity, with what the metric is: its category, unit, tier and which
-- direction is better. Metrics without a definition are left out; a test says when there are any.
{{ config(indexes=[{'columns': ['metric_date']}, {'columns': ['metric_name']}]) }}

with

metrics as (

    select * from {{ ref('metrics_unified') }}

),

definitions as (

    select * from {{ ref('metric_definitions') }}

),

final as (

    select
        metrics.metric_date,
        metrics.domain,
        definitions.category,
        metrics.metric_name,
        metrics.metric_value,
        metrics.entity_type,
        metrics.entity_id,
        definitions.unit,
        definitions.tier as importance_tier,
        definitions.is_placeholder,
        definitions.higher_is_better

    from metrics
    inner join definitions
        on metrics.domain = definitions.domain
        and metrics.metric_name = definitions.name

)

select * from final
order by domain, metric_name, entity_type, entity_id, metric_date
