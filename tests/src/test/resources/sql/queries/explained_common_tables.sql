-- EXPLAIN shows the queries of WITH at the top, and where they are read by their names.
set compute_query_id = off;
create table t(a int, b int);
insert into t select i, i % 10 from generate_series(1, 1000) i;
analyze t;
explain (costs off) with x as materialized (select * from t where a > 5) select * from x;
explain (costs off) with x as materialized (select * from t where a > 5) select * from x as y where y.a = 7;
explain (costs off, verbose) with x as materialized (select a, b + 1 as c from t where a > 5) select c + 1, a from x where c > 3;
explain (costs off, verbose) with x(p, q) as materialized (select a, b from t) select p, q as r from x y(z) where z = 1 order by q;
explain (costs off) with recursive r as (select 1 as n union all select n + 1 from r where n < 10) select * from r;
explain (costs off, verbose) with recursive r(n) as (select 1 union all select n + 1 from r where n < 10) select n, n + 1 from r where n > 2;
explain (costs off) with recursive r(n) as (select 1 union select n + 1 from r where n < 10) select n from r order by n limit 3;
explain (costs off) select * from (with x as materialized (select a from t) select * from x) z where a = 1;
explain (costs off, format json) with x as materialized (select a from t where a > 5) select * from x;
explain (costs off, format yaml) with recursive r(n) as (select 1 union select n + 1 from r where n < 10) select n from r;
explain (analyze, costs off, timing off, summary off) with x as materialized (select a from t where a > 5) select count(*) from x;
explain (costs off) with x as materialized (select * from t where a > 990) insert into t select * from x;
