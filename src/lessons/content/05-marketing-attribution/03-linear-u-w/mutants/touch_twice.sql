-- title: a touch stands there twice
-- hint: What does a touch that is counted twice do to the sum of its conversion?
-- relation: int_campaigns__attribution
select * from {{ ref('int_campaigns__attribution') }}
union all
select * from (
    select * from {{ ref('int_campaigns__attribution') }}
    where model = 'w_shaped'
    order by credit, conversion_id, touch_id
    limit 1
) as one_touch
