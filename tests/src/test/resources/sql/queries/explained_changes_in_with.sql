-- EXPLAIN shows the changes in WITH at the top, whether their rows are read or not.
set compute_query_id = off;
create table t(a int, b int);
create table u(a int, b int);
explain (costs off) with x as (insert into t values (1, 2) returning a) select * from x;
explain (costs off) with x as (delete from t where a > 5) select 1;
explain (costs off) with x as (update t set b = b + 1 where a > 5 returning a, b) insert into u select * from x;
explain (costs off) with x as (delete from t returning a), y as (insert into u (a) select a from x returning a) select count(*) from y;
explain (costs off, verbose) with x as (insert into t values (1, 2) returning a + 1 as c) select c from x;
explain (costs off, verbose) with x as (update t set b = 7 where a = 1 returning b) select b from x where b > 0;
explain (costs off) with w as materialized (select a, b from u), x as (insert into t select * from w returning a) select a from x;
explain (costs off, format json) with x as (delete from t where a > 5 returning a) select a from x;
explain (costs off, format yaml) with x as (delete from t where a > 5) select 1;
explain (analyze, costs off, timing off, summary off) with x as (insert into t values (1, 2), (3, 4) returning a) select * from x;
explain (analyze, costs off, timing off, summary off) with x as (update t set b = b + 1) select 1;
explain (analyze, costs off, timing off, summary off) with x as (delete from t returning a, b) insert into u select * from x;
select * from t;
select * from u order by a;
