-- code: M-APPEND
-- headline: {n} {are} wrong: a late row was put behind the last version.
-- feedback: The open version was closed when the first new row begins, and the new versions came after it. For a late row that is
--   too early: {key} had moved on before. Where in the log does the row belong?
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

arrived as (

    select * from stage_log where recorded_at > {{ loaded_until }}

),

appended as (

    {{ versions_of('arrived') }}

),

closed as (

    select
        held.deal_id,
        held.stage,
        held.valid_from,
        coalesce(held.valid_to, firsts.first_from) as valid_to

    from held
    left join (select deal_id, min(valid_from) as first_from from appended group by deal_id) as firsts
        on held.deal_id = firsts.deal_id

)

select *, case when deal_id in (select deal_id from arrived) then 'this load' else 'earlier' end as written_by from closed
union all
select *, 'this load' as written_by from appended
)
{% endmacro %}
