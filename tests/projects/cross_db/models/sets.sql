(select 1 as id union all select 2 union all select 2 union all select 3)
{{ except() }}
(select 3 as id)
{{ intersect() }}
(select 2 as id)
