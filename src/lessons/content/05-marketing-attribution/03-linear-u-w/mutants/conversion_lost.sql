-- title: one model has forgotten a conversion
-- hint: A sum sees only the rows that are there. Which pairs of a model and a conversion should be there?
-- relation: int_campaigns__attribution
select * from {{ ref('int_campaigns__attribution') }}
where not (model = 'time_decay' and conversion_id = (select max(conversion_id) from {{ ref('int_campaigns__attribution') }}))
