-- Subqueries within subqueries that read what is around both: they are joins where that is possible.
create table p(id int primary key, g int, v int);
create table q(id int primary key, p_id int, w int not null);
create table r(k int, x numeric);
insert into p select i, i % 5, case when i % 4 = 0 then null else i % 9 end from generate_series(1, 60) i;
insert into q select i, case when i % 7 = 0 then null else i % 40 end, i % 8 from generate_series(1, 90) i;
insert into r select case when i % 5 = 0 then null else i % 12 end, i / 4.0 from generate_series(1, 30) i;
analyze p; analyze q; analyze r;
select p.id, p2.id from p, p p2 where p.g = p2.v and exists (select 1 from q where q.w = p2.g and not exists (select 1 from r where r.k = p.id)) order by 1, 2 limit 30;
select p.id from p where exists (select 1 from q where q.p_id = p.id and exists (select 1 from r where r.k = p.g and r.x > 2)) order by 1;
select p.id from p where p.id in (select p_id from q where p.v in (select k from r)) order by 1;
select p.id from p where exists (select 1 from q where q.w = p.g and p.v > 3 and p.g in (select k from r where x < p.id)) order by 1;
select p.id from p where not exists (select 1 from q where q.p_id = p.id and not exists (select 1 from r where r.k = p.g)) order by 1;
select p.id from p where exists (select 1 from q where p.v = 3 and exists (select 1 from r where r.k = q.w and r.k = p.g)) order by 1;
select q.id from q where exists (select 1 from p where p.id = q.p_id and exists (select 1 from r where r.k = p.g) and not exists (select from r where r.k = q.w)) order by 1;
select p.id from p where exists (select 1 from q where p.g = 1) and p.id < 20 order by 1;
select p.id from p where exists (select 1 from q where q.p_id = p.id and p.v is null and p.g not in (select k from r where k > 3)) order by 1;
-- A hundred million pairs if they were asked one by one.
create table big(a int, b int);
insert into big select i % 1000, i % 100 from generate_series(1, 10000) i;
analyze big;
select count(*) from big x, big y where x.a = y.a and exists (select 1 from big z where y.b = z.b and not exists (select 1 from big u where x.a = u.a));
select count(*) from big x, big y where x.a = y.a and exists (select 1 from big z where y.b = z.b and not exists (select 1 from big u where x.a = u.a + 500));
-- Parentheses behind the first of those around a query are not those that end it.
select * from ((select 1 as a) union all select coalesce(2, 3) from (values (1)) v) t order by 1;
select * from (((select 1) union all (select abs(-2) as b from (values (1)) v)) except select nullif(1, 2) where (true)) t;
select ((select 1) union select coalesce(1, 2) from (values (1)) v), ((select 1) + coalesce(1, 2)), (((select 2)) * (3));
select 1 in ((select 1) except select coalesce(2, 3) from (values (1)) v), exists ((select 1) intersect select greatest(2, 3) where true);
