select * from {{ ref('cte') }} where id is null
