select a.* from {{ ref('after_broken') }} as a join {{ ref('ok') }} as b on true
