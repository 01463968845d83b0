-- title: a tier that nobody left, one that never paid, and unequal pasts
-- relation: int_customers__mrr_monthly
with

-- 1 leaves and comes back. 2 leaves. 3 and 4 stay, 5 began only now.
given as (

    select * from (
        values
            (1, [100, 100, 0, 120, 120, 120]),
            (2, [50, 50, 50, 50, 0, 0]),
            (3, [400, 400, 400, 500, 500, 500]),
            (4, [300, 300, 300, 300, 300, 300]),
            (5, [0, 0, 0, 0, 0, 900])
    ) as given (customer_id, amounts)

),

months as (

    select
        given.customer_id,
        months_on,
        given.amounts[1 + months_on] as mrr

    from given
    cross join range(0, 6) as spine (months_on)

),

compared as (

    select
        *,
        coalesce(lag(mrr) over (partition by customer_id order by months_on), 0) as previous_mrr,
        coalesce(max(mrr) over (
            partition by customer_id order by months_on rows between unbounded preceding and 1 preceding
        ), 0) > 0 as ever_paid_before

    from months

)

select
    cast(customer_id as integer) as customer_id,
    case
        when previous_mrr = 0 and mrr > 0 and not ever_paid_before then 'new'
        when previous_mrr = 0 and mrr > 0 then 'reactivation'
        when previous_mrr > 0 and mrr = 0 then 'churn'
        when mrr > previous_mrr then 'expansion'
        when mrr < previous_mrr then 'contraction'
        else 'none'
    end as movement_type,
    cast(mrr as decimal(12, 2)) as mrr,
    cast(previous_mrr as decimal(12, 2)) as previous_mrr,
    ever_paid_before,
    mrr > 0 as is_paying,
    cast(date '2030-01-01' + months_on * interval 1 month as date) as month

from compared
where mrr > 0 or ever_paid_before
-- relation: entity_customers
select model.* replace (
    cast(given.customer_id as integer) as customer_id,
    given.customer_tier as customer_tier,
    cast(given.cac as decimal(12, 2)) as customer_acquisition_cost
)
from (
    values
        (1, 'smb', 400.00),
        (2, 'smb', 200.00),
        (3, 'mid_market', 900.00),
        (4, 'mid_market', 0.00),
        (5, 'enterprise', 2000.00),
        (6, 'smb', null),
        (7, 'mid_market', null)
) as given (customer_id, customer_tier, cac)
cross join (select * from {{ ref('entity_customers') }} order by customer_id limit 1) as model
