-- One row per cohort month, the first month that closed with MRR: the share of its customers
-- that paid so many months later. Months that have not come yet are NULL, not 0.
{{ config(tags=['pattern:pivot']) }}

{%- set ages = [0, 1, 2, 3, 6, 9, 12, 18, 24] %}

with

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

-- The months of a customer begin with the first one that was paid for.
aged as (

    select
        customer_id,
        is_paying,
        min(month) over (partition by customer_id) as cohort_month,
        month

    from mrr_monthly

),

retention as (

    select
        date_diff('month', cohort_month, month) as age,
        count(*) as customers,
        count(*) filter (where is_paying) / count(*) as retained,
        cohort_month

    from aged
    group by cohort_month, date_diff('month', cohort_month, month)

),

-- From one row per age to one column per age.
final as (

    select
        max(customers) filter (where age = 0) as customers,
        {%- for age in ages %}
        cast(max(retained) filter (where age = {{ age }}) as decimal(5, 4)) as m{{ age }},
        {%- endfor %}
        cohort_month

    from retention
    group by cohort_month

)

select * from final
order by cohort_month
