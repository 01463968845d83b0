-- One row per user: a person who may sign in for a customer.
with

users as (

    select * from {{ source('app_database', 'users') }}
    {{ dedupe('id') }}

),

cleaned as (

    select
        id as user_id,
        customer_id,
        location_id,
        manager_user_id,
        trim(first_name) as first_name,
        trim(last_name) as last_name,
        nullif(lower(trim(email)), '') as email,
        lower(trim(role)) as role,
        lower(trim(status)) as user_status,
        invited_at,
        created_at,
        last_login_at,
        deactivated_at

    from users

),

final as (

    select
        user_id,
        customer_id,
        location_id,
        manager_user_id,
        first_name,
        last_name,
        trim(concat_ws(' ', first_name, last_name)) as full_name,
        email,
        role,
        user_status,
        {{ dq_flags([
            "email is null or email not like '%_@_%._%'",
            "last_login_at < created_at",
            "manager_user_id = user_id",
        ]) }} as dq_flags,
        invited_at,
        created_at,
        last_login_at,
        deactivated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from cleaned

)

select * from final
