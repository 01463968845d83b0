-- title: up and down again, one that left, one that came, one that came back
-- relation: int_customers__mrr_monthly
with

-- MRR of each customer from twelve months before the month on: the last value runs on.
given as (

    select * from (
        values
            (1, [100, 100, 150, 120]),
            (2, [100, 100, 100, 80]),
            (3, [50, 50, 0, 0]),
            (4, [0, 70, 70, 90]),
            (5, [30, 0, 0, 40])
    ) as given (customer_id, amounts)

),

months as (

    select
        given.customer_id,
        months_on,
        given.amounts[1 + months_on // 4] as mrr

    from given
    cross join range(0, 13) as spine (months_on)

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
    cast(date '$month' - (12 - months_on) * interval 1 month as date) as month

from compared
where mrr > 0 or ever_paid_before
