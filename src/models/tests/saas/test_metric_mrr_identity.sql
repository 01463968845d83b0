-- What the month has added so far is the difference to the MRR at the end of the month before.
select
    revenue.metric_date,
    revenue.mrr,
    before.mrr as mrr_at_month_end,
    revenue.net_new_mrr

from {{ ref('metrics_revenue') }} as revenue
inner join {{ ref('metrics_revenue') }} as before
    on before.metric_date = cast(date_trunc('month', revenue.metric_date) as date) - 1
where revenue.mrr <> before.mrr + revenue.net_new_mrr
