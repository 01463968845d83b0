-- code: M-EVENTTIME
-- headline: {n} {are} out of date: late rows were not seen.
-- feedback: You looked for changes that happened since the last load. A late row happened before it, and arrived after it. For
--   {key} such a row is there. Which of the two times says what is new to the table?
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

touched as (

    select distinct deal_id from stage_log where changed_at > {{ loaded_until }}

),

log_of_touched as (

    select * from stage_log where deal_id in (select deal_id from touched)

),

rebuilt as (

    {{ versions_of('log_of_touched') }}

)

select *, 'earlier' as written_by from held
where deal_id not in (select deal_id from touched)
union all
select *, 'this load' as written_by from rebuilt
)
{% endmacro %}
