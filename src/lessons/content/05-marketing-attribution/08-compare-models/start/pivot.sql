-- Shares of credit, a column for each model. So far: the credit of one of them.
select
    channel,
    sum(credit) as first_touch,
    null as last_touch,
    null as linear,
    null as markov,
    null as shapley

from {{ ref('int_campaigns__attribution') }}
where model = 'first_touch'
group by channel
