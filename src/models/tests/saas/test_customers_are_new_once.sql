-- A customer that has ever paid was new exactly once, by change and by month; every other
-- start is a reactivation.
with

starts as (

    select
        'int_subscriptions__mrr_movements' as model,
        customer_id,
        count(*) filter (where movement_type = 'new') as times_new

    from {{ ref('int_subscriptions__mrr_movements') }}
    group by customer_id

    union all

    select
        'int_customers__mrr_monthly' as model,
        customer_id,
        count(*) filter (where movement_type = 'new') as times_new

    from {{ ref('int_customers__mrr_monthly') }}
    group by customer_id

)

select * from starts
where times_new <> 1
