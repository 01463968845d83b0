-- code: M-SURVIVOR
-- headline: Only customers that still pay are counted.
-- feedback: Who left was in the basket, and is missing from your denominator. What does such a customer pay in the last month?
with

-- 1 the basket of a year before
opening as (

    select
        customer_id,
        mrr

    from {{ ref('int_customers__mrr_monthly') }}
    where month = date '$month' - interval 12 month
        and mrr > 0

),

-- 2 what everyone pays in the last month
closing as (

    select
        customer_id,
        mrr

    from {{ ref('int_customers__mrr_monthly') }}
    where month = date '$month'

)

-- 3 the same customers, then and now
select
    count(*) as customers,
    sum(opening.mrr) as opening_mrr,
    sum(closing.mrr) / sum(opening.mrr) as nrr

from opening
left join closing on opening.customer_id = closing.customer_id
where closing.mrr > 0
