select 1 as id, 'a' as old_column, 5 as amount
