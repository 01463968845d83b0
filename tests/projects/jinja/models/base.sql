select 1 as id, 'x' as name, 1.5::decimal(4,1) as amount, date '2024-01-02' as day union all select 2, null, 2.5, date '2024-02-03'
