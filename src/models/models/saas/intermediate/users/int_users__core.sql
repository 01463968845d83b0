-- One row per user: who the person is, for whom, and when they last signed in.
with

users as (

    select * from {{ ref('stg_app_database__users') }}

),

role_changes as (

    select * from {{ ref('stg_app_database__user_role_changes') }}

),

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

last_role_changes as (

    select
        user_id,
        new_role,
        changed_at

    from role_changes
    qualify row_number() over (partition by user_id order by changed_at desc, role_change_id desc) = 1

),

final as (

    select
        users.user_id,
        -- A user of an account that does not exist belongs to nobody.
        accounts.customer_id,
        users.location_id,
        users.full_name,
        users.email,
        coalesce(last_role_changes.new_role, users.role) as role,
        users.user_status,
        accounts.country,
        date_diff('day', cast(users.created_at as date), {{ as_of_date() }}) as user_age_days,
        coalesce(last_role_changes.new_role, users.role) = 'admin' as is_admin,
        users.created_at,
        last_role_changes.changed_at as role_changed_at,
        users.last_login_at,
        users.deactivated_at

    from users
    left join accounts on users.customer_id = accounts.customer_id
    left join last_role_changes on users.user_id = last_role_changes.user_id

)

select * from final
