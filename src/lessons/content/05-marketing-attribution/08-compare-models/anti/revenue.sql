-- code: M-MONEY
-- headline: {n} {are} shares of revenue.
-- feedback: A large customer weighs more here. The task asks for the share of credit: of the conversions, whatever they pay. For {key}, which column is that?
with

pivoted as (

    select
        channel,
        sum(attributed_revenue) filter (where model = 'first_touch') as first_touch,
        sum(attributed_revenue) filter (where model = 'last_touch') as last_touch,
        sum(attributed_revenue) filter (where model = 'linear') as linear,
        sum(attributed_revenue) filter (where model = 'markov') as markov,
        sum(attributed_revenue) filter (where model = 'shapley') as shapley

    from {{ ref('int_campaigns__attribution') }}
    group by channel

)

select
    channel,
    coalesce(first_touch / sum(first_touch) over (), 0) as first_touch,
    coalesce(last_touch / sum(last_touch) over (), 0) as last_touch,
    coalesce(linear / sum(linear) over (), 0) as linear,
    coalesce(markov / sum(markov) over (), 0) as markov,
    coalesce(shapley / sum(shapley) over (), 0) as shapley

from pivoted
