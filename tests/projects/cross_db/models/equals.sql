select a.n as a, b.n as b, ({{ equals('a.n', 'b.n') }}) as same
from (values (1), (null)) as a (n) cross join (values (1), (2), (null)) as b (n)
