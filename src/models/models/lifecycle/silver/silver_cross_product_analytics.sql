-- One row per ordered pair of products that at least cross_product_least_users users adopted
-- both: how much having the first says about having the second.
{{ config(tags=['pattern:statistics']) }}

with

adoptions as (

    select * from {{ ref('silver_product_adoption_sequences') }}

),

users as (

    select
        user_id,
        behavioural_state in ('new', 'active', 'returning', 'reactivated') as is_retained

    from {{ ref('silver_user_current_state') }}
    where platform_state <> 'deleted'

),

all_users as (

    select count(distinct user_id) as users from {{ ref('silver_user_product_states') }}

),

adopters as (

    select
        adoptions.product_id,
        count(*) as adopters,
        count(*) filter (where users.is_retained) as retained

    from adoptions
    inner join users on adoptions.user_id = users.user_id
    group by adoptions.product_id

),

-- The self join: each pair of products of one user, in both orders.
pairs as (

    select
        first_products.product_id as product_a,
        second_products.product_id as product_b,
        count(*) as co_adopters,
        count(*) filter (where users.is_retained) as retained,
        median(cast(second_products.adopted_at as date) - cast(first_products.adopted_at as date))
            as median_days_between

    from adoptions as first_products
    inner join adoptions as second_products
        on first_products.user_id = second_products.user_id
        and first_products.product_id <> second_products.product_id
    inner join users on first_products.user_id = users.user_id
    group by first_products.product_id, second_products.product_id
    having count(*) >= {{ var('cross_product_least_users') }}

),

final as (

    select
        pairs.product_a,
        pairs.product_b,
        pairs.co_adopters,
        {{ share('pairs.co_adopters', 'all_users.users') }} as support,
        {{ share('pairs.co_adopters', 'adopters_of_a.adopters') }} as confidence,
        cast(round(
            1.0 * pairs.co_adopters * all_users.users / (adopters_of_a.adopters * adopters_of_b.adopters), 4
        ) as decimal(10, 4)) as lift,
        cast(pairs.median_days_between as decimal(8, 1)) as median_days_between,
        -- Retention of those who adopted both, less that of those with only the first.
        cast(round(
            1.0 * pairs.retained / pairs.co_adopters
            - 1.0 * (adopters_of_a.retained - pairs.retained)
            / nullif(adopters_of_a.adopters - pairs.co_adopters, 0),
            4
        ) as decimal(6, 4)) as retention_delta

    from pairs
    inner join adopters as adopters_of_a on pairs.product_a = adopters_of_a.product_id
    inner join adopters as adopters_of_b on pairs.product_b = adopters_of_b.product_id
    cross join all_users

)

select * from final
