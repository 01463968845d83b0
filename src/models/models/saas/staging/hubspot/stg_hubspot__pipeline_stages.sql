-- One row per stage in which a deal or a ticket can stand.
with

deal_stages as (

    select * from {{ source('hubspot', 'deal_pipeline_stage') }}
    {{ dedupe('stage_id') }}

),

deal_pipelines as (

    select * from {{ source('hubspot', 'deal_pipeline') }}
    {{ dedupe('pipeline_id') }}

),

ticket_stages as (

    select * from {{ source('hubspot', 'ticket_pipeline_stage') }}
    {{ dedupe('stage_id') }}

),

stages as (

    select
        deal_stages.stage_id,
        deal_stages.pipeline_id,
        deal_pipelines.label as pipeline_label,
        deal_stages.label as stage_label,
        'deal' as object_type,
        deal_stages.probability,
        deal_stages.display_order,
        deal_stages.is_closed,
        deal_stages.closed_won as is_closed_won

    from deal_stages
    left join deal_pipelines on deal_stages.pipeline_id = deal_pipelines.pipeline_id

    union all

    -- There is one pipeline of tickets, and HubSpot does not deliver it.
    select
        stage_id,
        null as pipeline_id,
        'Support' as pipeline_label,
        label as stage_label,
        'ticket' as object_type,
        null as probability,
        display_order,
        is_closed,
        false as is_closed_won

    from ticket_stages

),

final as (

    select
        stage_id,
        pipeline_id,
        trim(pipeline_label) as pipeline_label,
        trim(stage_label) as stage_label,
        object_type,
        cast(probability as decimal(4, 3)) as probability,
        display_order,
        {{ dq_flags([
            "pipeline_label is null",
            "probability not between 0 and 1",
            "is_closed_won and not is_closed",
        ]) }} as dq_flags,
        is_closed,
        is_closed_won,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from stages

)

select * from final
