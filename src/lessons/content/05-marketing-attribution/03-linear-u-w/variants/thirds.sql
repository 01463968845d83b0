-- title: a conversion of seven touches, rounded, and one that costs nothing
-- relation: int_campaigns__attribution
-- One conversion of the linear model in seven parts, which do not sum to exactly 1; another without revenue.
select * from {{ ref('int_campaigns__attribution') }}
where not (model = 'linear' and conversion_id = (select min(conversion_id) from {{ ref('int_campaigns__attribution') }}))

union all

select * exclude (part) replace (
    touch_id + part as touch_id,
    round(1.0 / 7, 12) as credit,
    cast(0 as double) as attributed_revenue
)
from (
    select any_attribution.*, parts.part
    from (
        select * from {{ ref('int_campaigns__attribution') }}
        where model = 'linear' and conversion_id = (select min(conversion_id) from {{ ref('int_campaigns__attribution') }})
        order by touch_id
        limit 1
    ) as any_attribution
    cross join (select unnest(range(7)) as part) as parts
) as in_parts
