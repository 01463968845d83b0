/**
 * Queries as models have them, and where their columns come from.
 *
 * Notation: `total + t.x t.y` is the column `total`, an expression of `t.x` and `t.y`. The sign is `=` for a value passed on under
 * its name, `>` for one passed on under another, `+` for an expression, `#` for an aggregate and `1` for a constant. `t.*` are the
 * rows of `t`. After `~` stands what only picks rows. Tables:
 *
 *     t(id, a, b, c, x, y integer, l integer[], s struct(f integer, g integer), k varchar)
 *     u(id, x, z integer, k varchar)
 *     v(id, w integer, k varchar)
 */
export interface LineageCase {
  readonly about: string;
  readonly sql: string;
  readonly columns: string;
  readonly rows: string;
}

export const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  t: {
    id: "integer",
    a: "integer",
    b: "integer",
    c: "integer",
    x: "integer",
    y: "integer",
    l: "integer[]",
    s: "struct(f integer, g integer)",
    k: "varchar",
  },
  u: { id: "integer", x: "integer", z: "integer", k: "varchar" },
  v: { id: "integer", w: "integer", k: "varchar" },
};

export const CASES: readonly LineageCase[] = [
  {
    about: "names, aliases, expressions, constants",
    sql: "select a, b as bb, a + b as ab, 1 as one from t",
    columns: "a = t.a; bb > t.b; ab + t.a t.b; one 1",
    rows: "",
  },
  {
    about: "grouping",
    sql: "select a, count(*) as n, sum(x) as sx, count(distinct k) as ck from t group by a",
    columns: "a = t.a; n # t.*; sx # t.x; ck # t.k",
    rows: "t.a",
  },
  {
    about: "grouping by position and having",
    sql: "select a, b, max(x) as mx from t group by 1, 2 having sum(y) > 2",
    columns: "a = t.a; b = t.b; mx # t.x",
    rows: "t.a t.b t.y",
  },
  {
    about: "grouping sets",
    sql: "select a, sum(x) as sx from t group by grouping sets ((a), (a, b), ())",
    columns: "a = t.a; sx # t.x",
    rows: "t.a t.b",
  },
  {
    about: "group by all",
    sql: "select a, k, sum(x) as sx from t group by all",
    columns: "a = t.a; k = t.k; sx # t.x",
    rows: "t.a t.k",
  },
  {
    about: "common tables, star, exclude and replace",
    sql: "with q as (select * exclude (l, s, k) replace (b + 1 as b) from t), f as (select * from q where c > 1) select q.a, f.* exclude (a) from q join f on q.id = f.id",
    columns: "a = t.a; id = t.id; b + t.b; c = t.c; x = t.x; y = t.y",
    rows: "t.c t.id",
  },
  {
    about: "star with rename",
    sql: "select * exclude (l, s) rename (a as aa) from t",
    columns: "id = t.id; aa > t.a; b = t.b; c = t.c; x = t.x; y = t.y; k = t.k",
    rows: "",
  },
  {
    about: "star under a qualifier",
    sql: "select u.*, t.a from t join u on t.id = u.id",
    columns: "id = u.id; x = u.x; z = u.z; k = u.k; a = t.a",
    rows: "t.id u.id",
  },
  {
    about: "inner join using",
    sql: "select * from u join v using (id, k)",
    columns: "id = u.id; x = u.x; z = u.z; k = u.k; w = v.w",
    rows: "u.id u.k v.id v.k",
  },
  {
    about: "left join using",
    sql: "select id, z from v left join u using (id)",
    columns: "id = v.id; z = u.z",
    rows: "u.id v.id",
  },
  {
    about: "right join using shows the right side",
    sql: "select id, z from v right join u using (id)",
    columns: "id = u.id; z = u.z",
    rows: "u.id v.id",
  },
  {
    about: "full join using shows either side",
    sql: "select id, w, z from v full join u using (id)",
    columns: "id + u.id v.id; w = v.w; z = u.z",
    rows: "u.id v.id",
  },
  {
    about: "natural join",
    sql: "select * from u natural join v",
    columns: "id = u.id; x = u.x; z = u.z; k = u.k; w = v.w",
    rows: "u.id u.k v.id v.k",
  },
  {
    about: "self join",
    sql: "select x.id, y.id as other_id, y.a - x.a as difference from t x join t y on x.b = y.id",
    columns: "id = t.id; other_id > t.id; difference + t.a",
    rows: "t.b t.id",
  },
  {
    about: "semi and anti join",
    sql: "select t.a from t semi join u on t.id = u.id and u.z > t.b anti join v on t.id = v.id",
    columns: "a = t.a",
    rows: "t.b t.id u.* u.id u.z v.* v.id",
  },
  {
    about: "asof join",
    sql: "select t.id, u.z from t asof join u on t.k = u.k and t.x >= u.x",
    columns: "id = t.id; z = u.z",
    rows: "t.k t.x u.k u.x",
  },
  {
    about: "lateral subquery",
    sql: "select t.id, d.q from t, lateral (select u.z + t.a as q from u where u.id = t.id) d",
    columns: "id = t.id; q + t.a u.z",
    rows: "t.id u.id",
  },
  {
    about: "scalar subquery",
    sql: "select t.id, (select max(u.x) from u where u.id = t.id) as mx from t",
    columns: "id = t.id; mx # u.x ~ t.id u.id",
    rows: "",
  },
  {
    about: "exists",
    sql: "select t.id, exists (select 1 from v where v.k = t.k) as e from t",
    columns: "id = t.id; e + t.k v.k",
    rows: "",
  },
  {
    about: "in a subquery",
    sql: "select a in (select z from u) as i, b from t where c not in (select w from v where v.id > 1)",
    columns: "i + t.a u.z; b = t.b",
    rows: "t.c v.id v.w",
  },
  {
    about: "correlated common table",
    sql: "select (with z as (select t.a + 1 as q) select q from z) as q from t",
    columns: "q + t.a",
    rows: "",
  },
  {
    about: "subquery in from",
    sql: "select q.sx / q.n as mean from (select sum(x) as sx, count(*) as n from t where y > 0) q",
    columns: "mean # t.* t.x",
    rows: "t.y",
  },
  {
    about: "window",
    sql: "select id, sum(x) over (partition by b order by c) as running, row_number() over () as rn from t",
    columns: "id = t.id; running + t.b t.c t.x; rn + t.*",
    rows: "",
  },
  {
    about: "named window and qualify",
    sql: "select a, lag(x) over w as before from t window w as (partition by b order by c) qualify row_number() over w = 1",
    columns: "a = t.a; before + t.b t.c t.x",
    rows: "t.b t.c",
  },
  {
    about: "filter in an aggregate",
    sql: "select sum(x) filter (where y > 1) as sx, string_agg(k, ',' order by c) as ks from t",
    columns: "sx # t.x t.y; ks # t.c t.k",
    rows: "",
  },
  {
    about: "first of its group",
    sql: "select distinct on (a) a, b from t order by a, c desc",
    columns: "a = t.a; b = t.b",
    rows: "t.a t.c",
  },
  {
    about: "distinct",
    sql: "select distinct a, b from t",
    columns: "a = t.a; b = t.b",
    rows: "t.a t.b",
  },
  {
    about: "order by without limit picks nothing",
    sql: "select a from t order by b",
    columns: "a = t.a",
    rows: "",
  },
  {
    about: "order by with limit picks rows",
    sql: "select a as z from t order by z, b limit 2",
    columns: "z > t.a",
    rows: "t.a t.b",
  },
  {
    about: "reused alias",
    sql: "select a + b as ab, ab * 2 as twice from t where ab > 1",
    columns: "ab + t.a t.b; twice + t.a t.b",
    rows: "t.a t.b",
  },
  {
    about: "alias shadowed by a column",
    sql: "select a as b, b + 1 as c2 from t",
    columns: "b > t.a; c2 + t.b",
    rows: "",
  },
  {
    about: "three-part quoted names",
    sql: 'select "db"."main"."t"."A", main.t.b, T.C from "db"."main"."t"',
    columns: "a = t.a; b = t.b; c = t.c",
    rows: "",
  },
  {
    about: "struct fields",
    sql: "select s.f as f, t.s.g as g, s['f'] as h, struct_extract(s, 'g') as i from t",
    columns: "f + t.s; g + t.s; h + t.s; i + t.s",
    rows: "",
  },
  {
    about: "struct literal and its field",
    sql: "select {'p': a, 'q': b + c} as st, struct_pack(m := x).m as m from t",
    columns: "st + t.a t.b t.c; m + t.x",
    rows: "",
  },
  {
    about: "lambda",
    sql: "select list_transform(l, e -> e + c) as tr, list_filter(l, lambda a: a > b) as fi from t",
    columns: "tr + t.c t.l; fi + t.b t.l",
    rows: "",
  },
  {
    about: "list comprehension",
    sql: "select [e * 2 for e in l if e > y] as doubled from t",
    columns: "doubled + t.l t.y",
    rows: "",
  },
  {
    about: "unnest in from",
    sql: "select t.id, q.e from t, unnest(t.l) as q(e)",
    columns: "id = t.id; e + t.l",
    rows: "t.l",
  },
  {
    about: "unnest in select",
    sql: "select id, unnest(l) as e from t",
    columns: "id = t.id; e + t.l",
    rows: "",
  },
  {
    about: "union by position",
    sql: "select a, k from t union all select z, k from u",
    columns: "a > t.a u.z; k = t.k u.k",
    rows: "",
  },
  {
    about: "union by name",
    sql: "select a, b from t union all by name select z as b, x as c from u",
    columns: "a = t.a; b > t.b u.z; c > u.x",
    rows: "",
  },
  {
    about: "distinct union",
    sql: "select a from t union select z from u",
    columns: "a > t.a u.z",
    rows: "t.a u.z",
  },
  {
    about: "except shows the left side",
    sql: "select a, b from t except select x, z from u",
    columns: "a = t.a; b = t.b",
    rows: "t.a t.b u.* u.x u.z",
  },
  {
    about: "recursion",
    sql: "with recursive r(n, top) as (select id, a from t where b > 1 union all select u.z, r.top from r join u on u.id = r.n where r.n < 3) select n, top from r",
    columns: "n > t.id u.z; top > t.a",
    rows: "t.b t.id u.id u.z",
  },
  {
    about: "pivot with a list",
    sql: "pivot (select id, k, x, y from t) on k in ('p', 'q') using sum(x) as sx, max(y) as my group by id",
    columns: "id = t.id; p_sx # t.k t.x; p_my # t.k t.y; q_sx # t.k t.x; q_my # t.k t.y",
    rows: "t.id",
  },
  {
    about: "pivot in from",
    sql: "from (select id, k, x from t) pivot (sum(x) for k in ('p', 'q'))",
    columns: "id = t.id; p # t.k t.x; q # t.k t.x",
    rows: "t.id",
  },
  {
    about: "pivot without a list",
    sql: "with p as (pivot (select a, k, x from t) on k using sum(x)) select * from p",
    columns: "a = t.a; p # t.k t.x; q # t.k t.x",
    rows: "t.a",
  },
  {
    about: "unpivot",
    sql: "unpivot (select id, a, b from t) on a, b into name part value amount",
    columns: "id = t.id; part 1; amount > t.a t.b",
    rows: "t.a t.b",
  },
  {
    about: "unpivot in from",
    sql: "select * from (select id, a, b from t) unpivot (amount for part in (a, b))",
    columns: "id = t.id; part 1; amount > t.a t.b",
    rows: "t.a t.b",
  },
  {
    about: "columns by pattern",
    sql: "select columns('^(a|b)$') from t",
    columns: "a = t.a; b = t.b",
    rows: "",
  },
  {
    about: "columns by lambda inside a call",
    sql: "select max(columns(c -> c in ('x', 'y'))) from t",
    columns: "x # t.x; y # t.y",
    rows: "",
  },
  {
    about: "columns unpacked",
    sql: "select coalesce(*columns(['a', 'b'])) as ab from t",
    columns: "ab + t.a t.b",
    rows: "",
  },
  {
    about: "columns without some",
    sql: "select sum(columns(* exclude (l, s, k, id))) from t",
    columns: "a # t.a; b # t.b; c # t.c; x # t.x; y # t.y",
    rows: "",
  },
  {
    about: "table function and values",
    sql: "select r.i, g.name, t.a from range(3) r(i), (values (1, 'one')) g(n, name), t where t.id = g.n",
    columns: "i 1; name 1; a = t.a",
    rows: "t.id",
  },
  {
    about: "case, casts, dates",
    sql: "select case x when 1 then a else b end as ca, try_cast(k as integer) as ki, date_diff('day', date '2020-01-01', date '2020-01-01' + x::integer) as d from t",
    columns: "ca + t.a t.b t.x; ki + t.k; d + t.x",
    rows: "",
  },
  {
    about: "whole-number division",
    sql: "select a // nullif(b, 0) as d from t",
    columns: "d + t.a t.b",
    rows: "",
  },
  {
    about: "whole row",
    sql: "select u from u",
    columns: "u + u.id u.k u.x u.z",
    rows: "",
  },
  {
    about: "duplicate names below the top",
    sql: "select id_1, z from (select v.id, u.id, u.z from v join u on v.k = u.k)",
    columns: "id_1 > u.id; z = u.z",
    rows: "u.k v.k",
  },
  {
    about: "set operations inside a common table",
    sql: "with every_x as (select id, x from t union all select id, x from u), top as (select id, max(x) as mx from every_x group by id) select top.mx from top left join v using (id)",
    columns: "mx # t.x u.x",
    rows: "t.id u.id v.id",
  },
  {
    about: "a counter in a recursion",
    sql: "with recursive r as (select id, 0 as depth, 'x' as tag from t union all select u.z, depth + 1, tag from r join u on u.id = r.id where depth < 3) select id, depth, tag from r",
    columns: "id > t.id u.z; depth + t.* u.*; tag 1",
    rows: "t.id u.id u.z",
  },
  {
    about: "a share of a total",
    sql: "select k, sum(x) as sx, sum(x) / sum(sum(x)) over () as share from t group by k",
    columns: "k = t.k; sx # t.x; share # t.x",
    rows: "t.k",
  },
  {
    about: "condition over several joins",
    sql: "select t.a, u.z from t left join u on t.id = u.id left join v on v.id = u.id where coalesce(v.w, 0) > 1",
    columns: "a = t.a; z = u.z",
    rows: "t.id u.id v.id v.w",
  },
  {
    about: "tuples and comparisons with a subquery",
    sql: "select c from t where (a, b) in (select x, z from u) and y >= any (select w from v)",
    columns: "c = t.c",
    rows: "t.a t.b t.y u.x u.z v.w",
  },
  {
    about: "first row of a lateral subquery",
    sql: "select t.id, q.z from t left join lateral (select u.z from u where u.id = t.id order by u.x, u.z limit 1) q on true",
    columns: "id = t.id; z = u.z",
    rows: "t.id u.id u.x u.z",
  },
  {
    about: "three tables under one name",
    sql: "select id from t full join u using (id) full join v using (id)",
    columns: "id + t.id u.id v.id",
    rows: "t.id u.id v.id",
  },
  {
    about: "ordered lists and structs",
    sql: "select list({'a': a, 'b': b} order by c, id) as st, map([k], [x]) as mp, [a, b, c][1] as el, l[1:2] as sl from t group by all",
    columns: "st # t.a t.b t.c t.id; mp + t.k t.x; el + t.a t.b t.c; sl + t.l",
    rows: "t.a t.b t.c t.k t.l t.x",
  },
];
