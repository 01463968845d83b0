select 1 as id, 'new' as kind, 5 as extra
