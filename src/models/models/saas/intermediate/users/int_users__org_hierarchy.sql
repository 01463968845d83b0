-- One row per user: who leads whom. A user without a manager is the root of its own chain.
{{ config(tags=['pattern:recursive']) }}

with recursive

users as (

    select * from {{ ref('stg_app_database__users') }}

),

-- A manager who is not a user (any more) counts as none.
managers as (

    select
        users.user_id,
        manager_users.user_id as manager_user_id

    from users
    left join users as manager_users
        on users.manager_user_id = manager_users.user_id
        and users.manager_user_id <> users.user_id

),

-- From the top down. The walk remembers its way and never steps on the same user twice, so
-- a circle cannot trap it.
walk as (

    select
        user_id,
        manager_user_id,
        user_id as root_user_id,
        0 as depth,
        [user_id] as way

    from managers
    where manager_user_id is null

    union all

    select
        managers.user_id,
        managers.manager_user_id,
        walk.root_user_id,
        walk.depth + 1 as depth,
        list_append(walk.way, managers.user_id) as way

    from walk
    inner join managers on walk.user_id = managers.manager_user_id
    where not list_contains(walk.way, managers.user_id)

),

-- Users who only point at each other are below nobody: each stands for itself.
placed as (

    select * from walk

    union all

    select
        managers.user_id,
        null as manager_user_id,
        managers.user_id as root_user_id,
        0 as depth,
        [managers.user_id] as way

    from managers
    left join walk on managers.user_id = walk.user_id
    where walk.user_id is null

),

reports_per_manager as (

    select
        manager_user_id as user_id,
        count(*) as span_of_control

    from placed
    where manager_user_id is not null
    group by manager_user_id

),

final as (

    select
        placed.user_id,
        placed.manager_user_id,
        placed.root_user_id,
        array_to_string(placed.way, ' > ') as path,
        placed.depth,
        coalesce(reports_per_manager.span_of_control, 0) as span_of_control

    from placed
    left join reports_per_manager on placed.user_id = reports_per_manager.user_id

)

select * from final
