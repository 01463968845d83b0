-- code: M-FULLREBUILD
-- headline: {n} {are} rebuilt although nothing arrived for them.
-- feedback: The versions are right, but this is a full rebuild: with a long log it costs the whole night. For which deals did a row
--   arrive since the last load?
{#- Versions of a log: a stage lasts until the next change of its deal. -#}
{% macro versions_of(log) %}
select
    deal_id,
    stage,
    changed_at as valid_from,
    lead(changed_at) over (partition by deal_id order by changed_at, stage_event_id) as valid_to

from {{ log }}
{% endmacro %}

{#- The stage history after a load; the load before it was at `loaded_until`. -#}
{% macro stages_after_load(loaded_until) %}
(
with

stage_log as (

    select * from {{ ref('stg_crm_deal_stage_history') }}

),

-- What the table holds: versions of what had arrived by the last load.
loaded as (

    select * from stage_log where recorded_at <= {{ loaded_until }}

),

held as (

    {{ versions_of('loaded') }}

),

rebuilt as (

    {{ versions_of('stage_log') }}

)

select *, 'this load' as written_by from rebuilt
)
{% endmacro %}
