select * from {{ ref('entity_shops') }} where false
