select * from (values (1, 'a', 10, 1), (2, 'b', 20, 1), (3, 'c', 30, 1)) as events(id, kind, amount, batch)
