select 1 as id, 'x' as "Word", 1.5::decimal(5,2) as amount
