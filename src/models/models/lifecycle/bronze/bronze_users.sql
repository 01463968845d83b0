-- One row per user who had signed up by as_of_date, whether deleted since or not.
with

users as (

    select * from
    {%- if var('generate_sample_data') %} {{ source('monstera', 'users') }}
    {%- else %} {{ ref('seed_users') }}
    {%- endif %}

),

final as (

    select
        user_id,
        lower(trim(email)) as email,
        account_id,
        cast(user_created_at as timestamp) as user_created_at,
        upper(country) as country,
        lower(plan_type) as plan_type,
        lower(acquisition_source) as acquisition_source,
        invited_by_user_id

    from users
    where user_created_at < {{ as_of_timestamp() }}

)

select * from final
