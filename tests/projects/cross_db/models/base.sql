select * from (values (1, 'a', 10.0, true), (1, 'b', 20.0, false), (2, 'c', null, null), (2, 'c', 5.0, true)) as t (id, word, amount, flag)
