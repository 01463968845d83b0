select 2 as id, 'next' as kind
