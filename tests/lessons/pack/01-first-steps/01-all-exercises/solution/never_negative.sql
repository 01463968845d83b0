select * from {{ ref('entity_shops') }} where revenue < 0
