-- Items of WITH RECURSIVE in any order, and aggregates over what recurs.
-- details
with recursive a as (select * from b), b as (select 1 as x) select * from a;
with recursive a as (select x + y as z from c, b), b as (select 1 as x), c as (select x + 1 as y from b) select * from a;
with recursive a(n) as (select 1 union all select n + 1 from a where n < (select x from b)), b as (select 5 as x) select * from a;
with recursive a as (select * from b), b as (select * from a) select * from a;
with recursive a as (select 1 union all select * from b), b as (select * from c), c as (select * from a) select * from a;
with recursive a(x) as (values (1) union all select x + 1 from b), b(x) as (select x from a where x < 5) select * from a;
with a as (select * from b), b as (select 1) select * from a;
with recursive a as (select 1), a as (select 2) select * from a;
with recursive a(n) as (select 1 union all select count(*)::int from a) select * from a;
with recursive a(n) as (select 1 union all select max(n) + 1 from a where n < 3) select * from a;
with recursive a(n) as (select 1 union all select sum(n)::int + 1 from a join (select 1 as one) o on true where n < 3) select * from a;
with recursive a(n) as (select 1 union all (select n + 1 from a where n < 3 group by n)) select * from a order by 1;
with recursive a(n) as (select 1 union all select n + 1 from a where n < 4 having count(*) > 0) select * from a;
with recursive a(n) as (select 1 union all select max(x)::int from (select n + 1 as x from a where n < 3) s having max(x) is not null) select * from a order by 1;
with recursive a(n) as (select 1 union all select n + (select count(*)::int from (values (1)) v) from a where n < 3) select * from a order by 1;
with recursive a(n) as (select 1 union all select n + (select count(a.n)::int) from a where n < 3) select * from a order by 1;
with recursive a(n) as (select 1 union all select (row_number() over ())::int + n from a where n < 3) select * from a order by 1;
create table rt(x int);
with recursive q as (select x from w), w as (insert into rt values (1), (2) returning x) select * from q order by 1;
select * from rt order by 1;
with recursive w as (insert into rt select x + 10 from q returning x), q as (select max(x) as x from rt) select * from w;
create view vr as with recursive a as (select * from b), b as (select x from rt) select * from a;
select * from vr order by 1;
with recursive a as (with recursive b as (select * from c), c as (select 1 as one) select * from b), c as (select 2 as two) select * from a, c;
