-- One row per change of a user's role.
{{ config(tags=['pattern:dedup']) }}

with

user_role_changes as (

    select * from {{ source('app_database', 'user_role_changes') }}
    {{ dedupe('id') }}

),

users as (

    select
        id as user_id,
        customer_id

    from {{ source('app_database', 'users') }}
    {{ dedupe('id') }}

),

final as (

    select
        user_role_changes.id as role_change_id,
        user_role_changes.user_id,
        user_role_changes.changed_by as changed_by_user_id,
        lower(trim(user_role_changes.old_role)) as old_role,
        lower(trim(user_role_changes.new_role)) as new_role,
        {{ dq_flags([
            "lower(trim(user_role_changes.old_role)) = lower(trim(user_role_changes.new_role))",
            "users.user_id is null",
        ]) }} as dq_flags,
        user_role_changes.changed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from user_role_changes
    left join users on user_role_changes.user_id = users.user_id
    where not {{ is_test_account('users.customer_id') }}

)

select * from final
