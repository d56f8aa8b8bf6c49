-- Windows over rows of which few columns are read.
create table e(id int primary key, a int, b text, c numeric, d int);
insert into e select i, i%7, 'b'||i%5, i/3.0, i%11 from generate_series(1,200) i;
select a, row_number() over (partition by b order by id) from e order by 1,2 limit 5;
select count(*) over () from e limit 2;
select sum(c) over (partition by a order by id), rank() over (order by d, id) from e order by 2 limit 5;
select * from (select id, a, row_number() over (partition by a order by id desc) rn, sum(d) over (partition by b) from e) x where rn <= 2 and a < 3 order by id;
select id, (select max(r) from (select rank() over (order by e2.d) r from e e2 where e2.a = e.a) s) from e where id < 6 order by id;
with w as (select *, lag(c) over (order by id) p from e) select x.id, x.p, y.p from w x join w y on y.id = x.id + 1 where x.id < 5 order by 1;
select distinct b, first_value(id) over (partition by b order by c) from e order by 1;
select a, sum(sum(d)) over (order by a) from e group by a order by a;
select e, count(*) over (partition by a) from e order by id limit 3;
select id, sum(d) filter (where c > 10) over (partition by a order by id rows 2 preceding) from e order by id limit 30 offset 100;
insert into e select id + 1000, row_number() over (order by id), b, c, d from e; 
update e set d = s.rn from (select id, row_number() over (partition by b order by id) rn from e) s where s.id = e.id;
select sum(d) from e;
delete from e where id in (select id from (select id, row_number() over (partition by b order by c) rn from e) t where rn > 3);
select count(*) from e;
drop table e;
