-- title: a conversion has lost its journey
-- hint: A row that is not there cannot be found by looking at rows. From which table would you begin?
-- relation: int_marketing__journeys
select * from {{ ref('int_marketing__journeys') }}
where conversion_id is distinct from (select max(conversion_id) from {{ ref('int_marketing__journeys') }})
