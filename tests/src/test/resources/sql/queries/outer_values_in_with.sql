-- What a WITH within a subquery reads of the rows around reaches the subqueries that read its items.
create table f (f1 int primary key);
insert into f values (1), (2), (3);
select (with c(foo) as (values (f1)) select (select foo from c)) from f order by f1;
select (with c(foo) as (select f1) select (select max(foo) from c) + 1) from f order by f1;
select f1, (with c(foo) as (select f1 union all select 5) select array(select foo from c order by foo)) from f order by f1;
select f1, (with c(foo) as (select f1 union all select 5) select exists (select from c where foo = 2)) from f order by f1;
select f1, (with c(foo) as (select f1 union all select 5) select count(*) from f where f1 in (select foo from c)) from f order by f1;
select f1, (with c(foo) as materialized (select f1 union all select 5) select (select sum(foo) from c)) from f order by f1;
select f1, (with c(a, b) as (select f1, f1 * 2) select (select row(a, b) from c)) from f order by f1;
select f1, x from f, lateral (with c(foo) as (select f1) select (select foo from c) as x) y order by f1;
select f1, (with c(foo) as (select f1) select x from lateral (select (select foo from c) as x) y) from f order by f1;
select f1, (with c(foo) as (select f1) select sum(g) from generate_series(1, (select foo from c)) g) from f order by f1;
select f1, (with c(foo) as (select f1), d(bar) as (select foo + (select max(foo) from c) from c) select (select bar from d)) from f order by f1;
select f1, (with recursive r(n) as (select f1 union all select n + 1 from r where n < 4) select (select string_agg(n::text, ',' order by n) from r)) from f order by f1;
-- The right side of a RIGHT or FULL join reads items around the join, but not the left side.
select * from f, lateral (select * from generate_series(1, f1) a right join generate_series(1, f1) b on a = b + 1) x order by 1, 2, 3;
select * from f a left join lateral (select * from generate_series(1, a.f1) b full join generate_series(2, a.f1) c on b = c) x on true order by 1, 2, 3;
select * from f a, f b full join lateral (select a.f1 + 10 as s) c on b.f1 = c.s - 10 order by 1, 2, 3;
select * from f a right join lateral (select a.f1) b on true;
select * from f a full join generate_series(1, a.f1) b on true;
-- Sets in the select list of DISTINCT ON are of the rows that are left, if the rows are sorted.
select distinct on (a) a, b, generate_series(1, 3) g from (values (3, 2), (3, 1), (1, 1), (1, 4), (5, 3), (5, 1)) t(a, b) order by a, b desc;
select distinct on (a) a, b, generate_series(1, b) + 1 g, unnest(array[a, b]) from (values (3, 2), (3, 1), (1, 1), (1, 4), (5, 3)) t(a, b) order by a, b desc;
select distinct on (a) a, b, generate_series(1, 3) g from (values (3, 2), (3, 1), (1, 1), (1, 4), (5, 3), (5, 1)) t(a, b) order by a, b desc, g desc;
select distinct on (a) a, count(*), generate_series(1, count(*)) g from (values (3, 2), (3, 1), (1, 1)) t(a, b) group by a order by a;
select distinct on (a) a, generate_series(1, 3) g from (values (3), (1)) t(a) order by a limit 4;
-- Names that several columns of the select list have.
create table two (f1 int, f2 text);
insert into two values (1, 'b'), (2, 'a');
select two.*, f2 as f1 from two order by f1;
select f1, f2 as f1 from two order by f1;
select f1, f1 from two order by f1;
select f1 as x, f1 as x from two order by x desc;
select f1, f2 as f1 from two group by f1, f2 order by 2;
select f1, f2 as f1 from two order by f1 + 1;
select distinct on (f1) f1, f2 as f1 from two;
select f2 as x, f1 as x from two group by x;
select 1 as x, 2 as x union select 2, 3 order by x;
-- Rows with stars as what several columns are set to.
update two set (f1, f2) = row(v.*) from (values (1, 'c')) v(i, j) where f1 = v.i returning two.*;
update two set (f1, f2) = row(v.*, 1) from (values (1, 'c')) v(i, j) where f1 = v.i;
update two set (f2, f1) = (v.j, v.i) from (values (2, 'd')) v(i, j) where f1 = v.i returning two.*;
-- The columns of CYCLE and SEARCH within the query itself.
with recursive t(x) as (select 0 union all select (x + 1) % 4 from t where not looped) cycle x set looped using way select * from t;
with recursive t(x) as (select 0 union all select (t.x + 1) % 4 from t where not t.looped and cardinality(t.way) < 3) cycle x set looped using way select * from t;
with recursive t(x) as (select 0 union all select x + 1 from t where x < 3 and cardinality(seq) < 3) search depth first by x set seq select * from t order by seq;
with recursive t(x) as (select 0 union all select (select count(*) from (select * from t) s(y)) from t where x < 1) cycle x set looped using way select * from t;
-- What types the columns of a recursive query have.
with recursive r(i) as (select i::numeric(3,0) from (values (1), (2)) t(i) union all select (i + 1)::numeric(10,0) from r where i < 10) select * from r;
with recursive r(i) as (select i::numeric(3,0) from (values (1), (2)) t(i) union all select (i + 1)::numeric(3,0) from r where i < 4) select * from r order by i;
with recursive r(i) as (select i from (values (1), (2)) t(i) union all select (i + 1)::numeric(10,0) from r where i < 10) select * from r;
with recursive r(i) as (select i from (values (1), (2)) t(i) union all select i::text from r where i < 10) select * from r;
with recursive r(i) as (select 1::bigint union all select 2 from r where i < 2) select * from r;
-- What FROM and USING say of a change do not read the rows that are changed.
update two set f1 = s.z from lateral (select two.f1 as z) s;
update two t set f1 = s.z from lateral (select f2 as z) s;
update two set f1 = s from generate_series(1, f1) s;
update two set f1 = a.f1 from f a, lateral (select a.f1 as z) s where two.f1 = s.z returning *;
delete from two using lateral (select two.f1) s;
delete from two using f a join lateral (select two.f1) s on true;
