-- One row per event up to as_of_date: what a user did, and, in the sample, what happened to
-- an account. Nothing is judged here: the flags are as they were sent.
with

events as (

    select * from
    {%- if var('generate_sample_data') %} {{ source('monstera', 'events') }}
    {%- else %} {{ ref('seed_events') }}
    {%- endif %}

),

final as (

    select
        event_id,
        entity_id,
        lower(trim(entity_type)) as entity_type,
        lower(trim(event_type)) as event_type,
        cast(event_timestamp as timestamp) as event_timestamp,
        location,
        session_id,
        product_id,
        project_id,
        video_id,
        is_qualifying_event,
        is_activation_event,
        device_type,
        cast(created_at as timestamp) as created_at

    from events
    where event_timestamp >= timestamp '{{ var("lifecycle_first_event_date") }}'
        and event_timestamp < {{ as_of_timestamp() }}

)

select * from final
