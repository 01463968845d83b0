-- What the owners closed is what the pipeline says was won: no deal is lost for want of an owner or counted in two months.
with

scorecards as (

    select sum(closed_amount) as amount, sum(deals_won) as deals
    from {{ ref('sales_rep_scorecard') }}

),

pipeline as (

    select sum(amount) as amount, count(*) as deals
    from {{ ref('sales_pipeline') }}
    where is_won
        and owner_id is not null

)

select *
from scorecards
cross join pipeline
where scorecards.amount is distinct from pipeline.amount
    or scorecards.deals is distinct from pipeline.deals
