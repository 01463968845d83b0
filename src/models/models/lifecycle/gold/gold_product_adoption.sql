-- One row per month and product of tier 2, from the first adoption of any to as_of_date. Users
-- who were deleted since are not counted.
with

adoptions as (

    select
        *,
        cast(date_trunc('month', adopted_at) as date) as adopted_in,
        lead(product_id) over (partition by user_id order by sequence_no) as next_product_id

    from {{ ref('silver_product_adoption_sequences') }}

),

product_states as (

    select * from {{ ref('silver_user_product_states') }}

),

-- Who signed up by the end of a month could have adopted a product by then.
signups as (

    select
        user_id,
        cast(date_trunc('month', user_created_at) as date) as signed_up_in

    from {{ ref('bronze_users') }}
    where user_id in (select user_id from product_states)

),

months as (

    select cast(unnest(generate_series(
        cast(min(adopted_in) as timestamp), cast({{ as_of_date() }} as timestamp), interval 1 month
    )) as date) as month

    from adoptions

),

users_by_month as (

    select months.month, count(*) as users
    from months
    inner join signups on signups.signed_up_in <= months.month
    group by months.month

),

access_by_month as (

    select
        months.month,
        product_states.product_id,
        count(*) filter (where product_states.first_access_at < months.month + interval 1 month) as with_access,
        count(*) filter (where product_states.activation_date < months.month + interval 1 month) as activated

    from months
    cross join product_states
    group by months.month, product_states.product_id

),

adopted_by_month as (

    select
        months.month,
        adoptions.product_id,
        count(*) as users_adopted

    from months
    inner join adoptions on adoptions.adopted_in <= months.month
    group by months.month, adoptions.product_id

),

next_products as (

    select
        months.month,
        adoptions.product_id,
        adoptions.next_product_id,
        count(*) as users

    from months
    inner join adoptions on adoptions.adopted_in <= months.month
    where adoptions.next_product_id is not null
    group by months.month, adoptions.product_id, adoptions.next_product_id
    qualify row_number() over (
        partition by months.month, adoptions.product_id
        order by count(*) desc, adoptions.next_product_id
    ) = 1

),

final as (

    select
        access_by_month.month,
        '{{ metric_title("Products", "Adopted", "Monthly", "Product") }}' as metric_name,
        access_by_month.product_id,
        cast(coalesce(adopted_by_month.users_adopted, 0) as integer) as users_adopted,
        {{ share('coalesce(adopted_by_month.users_adopted, 0)', 'users_by_month.users') }} as adoption_rate,
        {{ share('access_by_month.activated', 'access_by_month.with_access') }} as activation_rate,
        next_products.next_product_id as most_frequent_next_product

    from access_by_month
    inner join users_by_month on access_by_month.month = users_by_month.month
    left join adopted_by_month
        on access_by_month.month = adopted_by_month.month
        and access_by_month.product_id = adopted_by_month.product_id
    left join next_products
        on access_by_month.month = next_products.month
        and access_by_month.product_id = next_products.product_id

)

select * from final
