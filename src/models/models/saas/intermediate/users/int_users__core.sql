-- One row per user: who the person is, for whom, and when they last signed in.
with

users as (

    select * from {{ ref('stg_app_database__users') }}

),

final as (

    select
        user_id,
        customer_id,
        location_id,
        full_name,
        email,
        role,
        user_status,
        date_diff('day', cast(created_at as date), {{ as_of_date() }}) as user_age_days,
        role in ('admin', 'owner') as is_admin,
        created_at,
        last_login_at,
        deactivated_at

    from users

)

select * from final
