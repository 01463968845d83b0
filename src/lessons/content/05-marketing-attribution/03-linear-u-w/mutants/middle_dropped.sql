-- title: the smallest credit of a long journey was dropped
-- hint: What is left of the sum when a touch goes missing?
-- relation: int_campaigns__attribution
select * from {{ ref('int_campaigns__attribution') }}
where not (
    model = 'position_based'
    and (conversion_id, touch_id) in (
        select (conversion_id, touch_id) from (
            select
                conversion_id,
                touch_id,
                credit,
                count(*) over (partition by conversion_id) as touches

            from {{ ref('int_campaigns__attribution') }}
            where model = 'position_based'
        ) as counted
        order by touches desc, credit, conversion_id, touch_id
        limit 1
    )
)
