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
