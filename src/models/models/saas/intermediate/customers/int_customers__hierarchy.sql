-- One row per customer: its place in a group of companies. A customer without a parent is
-- the root of its own group.
{{ config(tags=['pattern:recursive']) }}

with recursive

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

-- A parent that is not a customer (any more) counts as no parent.
parents as (

    select
        accounts.customer_id,
        parent_accounts.customer_id as parent_customer_id

    from accounts
    left join accounts as parent_accounts
        on accounts.parent_customer_id = parent_accounts.customer_id
        and accounts.parent_customer_id <> accounts.customer_id

),

-- From the roots down. The walk remembers its way and never steps on the same customer
-- twice, so a circle cannot trap it.
walk as (

    select
        customer_id,
        parent_customer_id,
        customer_id as root_customer_id,
        0 as depth,
        [customer_id] as way

    from parents
    where parent_customer_id is null

    union all

    select
        parents.customer_id,
        parents.parent_customer_id,
        walk.root_customer_id,
        walk.depth + 1 as depth,
        list_append(walk.way, parents.customer_id) as way

    from walk
    inner join parents on walk.customer_id = parents.parent_customer_id
    where not list_contains(walk.way, parents.customer_id)

),

-- Customers that only point at each other are not below any root: each stands for itself.
placed as (

    select * from walk

    union all

    select
        parents.customer_id,
        null as parent_customer_id,
        parents.customer_id as root_customer_id,
        0 as depth,
        [parents.customer_id] as way

    from parents
    left join walk on parents.customer_id = walk.customer_id
    where walk.customer_id is null

),

subtree_sizes as (

    select
        ancestor_customer_id as customer_id,
        count(*) as subtree_size

    from (select unnest(way) as ancestor_customer_id from placed)
    group by ancestor_customer_id

),

final as (

    select
        placed.customer_id,
        placed.parent_customer_id,
        placed.root_customer_id,
        array_to_string(placed.way, ' > ') as path,
        placed.depth,
        subtree_sizes.subtree_size

    from placed
    inner join subtree_sizes on placed.customer_id = subtree_sizes.customer_id

)

select * from final
