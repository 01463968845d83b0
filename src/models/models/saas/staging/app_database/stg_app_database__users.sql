-- One row per user: a person who may sign in for a customer. Users of an account that does
-- not exist are kept and flagged.
{{ config(tags=['pattern:dedup']) }}

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
        nullif(trim(first_name), '') as first_name,
        nullif(trim(last_name), '') as last_name,
        nullif(lower(trim(email)), '') as email,
        lower(trim(role)) as role,
        lower(trim(status)) as user_status,
        invited_at,
        created_at,
        last_login_at,
        deactivated_at

    from users
    where not {{ is_test_account('customer_id') }}

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
            "email is null or not regexp_full_match(email, '[^@ ]+@[^@ ]+[.][^@ ]+')",
            "last_login_at < created_at",
            "manager_user_id = user_id",
            is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        invited_at,
        created_at,
        last_login_at,
        deactivated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from cleaned

)

select * from final
