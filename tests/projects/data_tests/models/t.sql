select * from (values (1, 'a', 5), (2, 'b', null), (2, 'c', -1), (null, 'x', 7)) as t(id, kind, amount)
