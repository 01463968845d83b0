select * from (values (1, 1, 3), (1, 3, 5), (2, 1, 4), (2, 3, 6)) as t (k, valid_from, valid_to)
