-- One row per change of a deal's stage. changed_at says when it happened, recorded_at when the
-- warehouse came to know of it, which may be days later.
with

deal_stage_history as (

    select * from {{ source('crm', 'deal_stage_history') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as stage_event_id,
        deal_id,
        lower(trim(stage)) as stage,
        lower(trim(previous_stage)) as previous_stage,
        trim(changed_by) as changed_by,
        nullif(trim(notes), '') as notes,
        changed_at,
        _synced_at as recorded_at

    from deal_stage_history

)

select * from final
