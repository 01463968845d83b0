-- One row per event of a user, with the user, the product and what the rules say about it.
with

events as (

    select * from {{ ref('bronze_events') }}
    where entity_type = 'user'

),

users as (

    select * from {{ ref('bronze_users') }}

),

accounts as (

    select * from {{ ref('bronze_accounts') }}

),

product_catalog as (

    select * from {{ ref('bronze_product_catalog') }}

),

projects as (

    select * from {{ ref('bronze_projects') }}

),

videos as (

    select * from {{ ref('bronze_videos') }}

),

rules as (

    select * from {{ ref('seed_product_event_rules') }}

),

final as (

    select
        events.event_id,
        users.user_id,
        accounts.account_id,
        events.event_type,
        events.event_timestamp,
        cast(events.event_timestamp as date) as event_date,
        cast(date_trunc('month', events.event_timestamp) as date) as event_month,
        events.product_id,
        product_catalog.product_family_id,
        product_catalog.tier,
        events.session_id,
        coalesce(projects.project_id, videos.project_id) as project_id,
        events.video_id,
        users.country,
        users.plan_type,
        events.device_type,
        events.location,
        cast(events.event_timestamp as date)
        - cast(users.user_created_at as date) as user_tenure_days,
        events.is_qualifying_event,
        events.is_activation_event,
        coalesce(rules.is_qualifying, false) as rule_is_qualifying

    from events
    inner join users on events.entity_id = users.user_id
    inner join accounts on users.account_id = accounts.account_id
    left join product_catalog on events.product_id = product_catalog.product_id
    left join projects on events.project_id = projects.project_id
    left join videos on events.video_id = videos.video_id
    left join rules
        on events.event_type = rules.event_type
        and events.product_id = rules.product_id

)

select * from final
