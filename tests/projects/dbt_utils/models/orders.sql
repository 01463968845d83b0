select * from (values
    (1, 'ann', 'paid', 10.0, date '2024-01-01'),
    (2, 'bob', 'open', 20.0, date '2024-01-02'),
    (3, 'ann', null, 5.0, date '2024-01-03'),
    (4, 'ann', 'paid', null, date '2024-01-03')
) as t (id, customer, status, amount, ordered_at)
