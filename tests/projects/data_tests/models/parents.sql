select * from (values (1), (2)) as p(id)
