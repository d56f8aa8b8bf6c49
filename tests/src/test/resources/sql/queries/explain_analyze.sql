-- EXPLAIN ANALYZE: what it runs, makes and counts
create table t as select g as a, 'x' || g as b from generate_series(1, 10) g;
explain (analyze, costs off, timing off, summary off) create table u as select * from t where a > 3;
select * from u order by a;
explain (analyze, costs off, timing off, summary off) create table u as select * from t;
explain (costs off) create table v as select * from t;
select * from v;
begin;
explain (analyze, costs off, timing off, summary off) create temp table w(x, y) as select a + 1, b from t limit 2;
select * from w;
rollback;
select * from w;
explain (analyze, costs off, timing off, summary off, verbose) select a into x from t where a = 1;
select * from x;
explain (analyze, costs off, timing off, summary off) select count(*) from t having count(*) > 10;
explain (analyze, costs off, timing off, summary off, format json) select * from t where a = 1;
explain (analyze, costs off, timing off, summary off) delete from t where a > 9;
explain (analyze, costs off, timing off, summary off) update t set b = 'y' where a = 2;
drop table t, u, x;
