select * from (values (1, 'a', 1.5), (2, 'a', null), (4, 'b', 2.5)) as t (n, label, ratio)
