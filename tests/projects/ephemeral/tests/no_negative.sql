select * from {{ ref('cleaned') }} where doubled < 0
