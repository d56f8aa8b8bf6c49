-- Aggregates of one query whose rows are sorted in the same way, and in other ways.
create table e(id int primary key, a int, b text, c numeric, d int);
insert into e select i, i%7, 'b'||i%5, i/3.0, nullif(i%11, 4) from generate_series(1,200) i;
select percentile_cont(0.5) within group (order by c), percentile_disc(array[0.1,0.9]) within group (order by c), mode() within group (order by c), percentile_cont(0.5) within group (order by d desc) from e;
select a, percentile_cont(0.5) within group (order by c), percentile_disc(0.9) within group (order by c), rank(3) within group (order by c), rank(30, 'b2') within group (order by c, b), dense_rank(30, 'b2') within group (order by c, b), string_agg(b, ',' order by c), array_agg(b order by c desc), string_agg(b, ';' order by c) from e group by a order by a;
select a, count(distinct d), sum(distinct d), avg(distinct d), array_agg(distinct d), array_agg(d order by d), array_agg(d order by d, id), count(distinct d) filter (where c > 10), sum(distinct d) filter (where c > 10) from e group by rollup(a) order by a;
select count(distinct d), count(distinct (d, a)), count(distinct b), max(distinct b) from e;
select b from e order by d, c desc, b limit 20;
select d, id from e order by d desc nulls last, id desc limit 30;
select d, id from e order by d nulls first, id limit 30;
select b from e order by b, id desc limit 4;
drop table e;
-- Groups that come in order, whose rows are sorted one group after the other.
create table o(k int, i int, t text, n numeric, primary key (k, i));
insert into o select i % 50, i, 't' || i % 7, i / 8.0 from generate_series(1, 1000) i;
analyze o;
select k, string_agg(t, ',' order by i desc) from o where i < 200 group by k order by k;
select k, count(distinct t), array_agg(distinct t), sum(n), percentile_cont(0.5) within group (order by n), max(i) from o group by k order by k limit 10;
select k, string_agg(t, ',' order by t, i) filter (where i % 3 = 0), string_agg(t, ',' order by t, i), count(*) filter (where i % 3 = 0) from o where k < 12 and i < 400 group by k having count(distinct n) > 1 order by k desc;
select k, rank(5) within group (order by n), mode() within group (order by t), array_agg(i order by n) from o where i < 300 group by k order by k limit 7 offset 3;
select k, (select string_agg(p.t, '' order by p.i) from o p where p.k = x.k and p.i < 150) from (select distinct k from o) x where k < 5 order by k;
select a.k, json_agg(b.i order by b.i) from o a join o b on b.k = a.k and b.i = a.i + 50 where a.i < 120 group by a.k order by a.k;
drop table o;
