-- One row per project up to as_of_date. In the sample a project is known by the event that
-- made it.
with

{%- if var('generate_sample_data') %}

projects as (

    select * from {{ source('monstera', 'projects') }}

),

{%- else %}

projects as (

    select
        events.project_id,
        'Project ' || events.project_id as name,
        users.account_id,
        events.entity_id as created_by_user_id,
        'active' as status,
        events.event_timestamp as created_at,
        events.event_timestamp as updated_at

    from {{ ref('seed_events') }} as events
    inner join {{ ref('seed_users') }} as users on events.entity_id = users.user_id
    where events.event_type = 'project_created'
        and events.entity_type = 'user'

),

{%- endif %}

final as (

    select
        project_id,
        name as project_name,
        account_id,
        created_by_user_id,
        status,
        created_at,
        updated_at

    from projects
    where created_at < {{ as_of_timestamp() }}

)

select * from final
