-- One row per user or account that was deleted by as_of_date; in the sample, per event that
-- says so.
with

{%- if var('generate_sample_data') %}

deletions as (

    select * from {{ source('monstera', 'deletions') }}

),

{%- else %}

deletions as (

    select
        event_id as deletion_id,
        entity_type,
        entity_id,
        event_timestamp as deleted_at,
        'no_longer_needed' as reason

    from {{ ref('seed_events') }}
    where event_type in ('user_deleted', 'account_deleted')

),

{%- endif %}

final as (

    select
        deletion_id,
        entity_type,
        entity_id,
        deleted_at,
        reason

    from deletions
    where deleted_at < {{ as_of_timestamp() }}

)

select * from final
