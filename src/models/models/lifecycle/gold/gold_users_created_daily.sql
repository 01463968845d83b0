-- One row per day and country with at least one sign-up, and per day over all countries.
with

users as (

    select * from {{ ref('bronze_users') }}

),

final as (

    select
        cast(user_created_at as date) as metric_date,
        case
            when grouping(country) = 1 then '{{ metric_title("Users", "Created", "Daily") }}'
            else '{{ metric_title("Users", "Created", "Daily", "Country") }}'
        end as metric_name,
        case when grouping(country) = 1 then 'all' else country end as country,
        cast(count(*) as integer) as users_created

    from users
    group by cast(user_created_at as date), rollup (country)

)

select * from final
