-- In each month the row for all sellers is the sum of the sellers, in number and in money.
select
    month,
    sum(case when grouping_id = 1 then amount_won else -amount_won end) as amount_difference,
    sum(case when grouping_id = 1 then deals_created else -deals_created end) as created_difference,
    sum(case when grouping_id = 1 then deals_won + deals_lost else -deals_won - deals_lost end) as ended_difference

from {{ ref('agg_sales_monthly') }}
group by month
having amount_difference <> 0
    or created_difference <> 0
    or ended_difference <> 0
