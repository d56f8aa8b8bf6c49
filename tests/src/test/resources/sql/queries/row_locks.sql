-- FOR UPDATE and its like over joins, subqueries and views.
-- details
create table a(x int primary key, y text);
create table b(x int primary key, z text);
insert into a values (1,'a1'),(2,'a2'),(3,'a3');
insert into b values (2,'b2'),(3,'b3'),(4,'b4');
create view va as select x as k, y from a where x > 1;
create view vg as select y, count(*) from a group by y;
create view vc as select count(*) from a;
create view vj as select a.x, y, z from a join b using (x);
select * from a, b where a.x = b.x order by a.x for update;
select * from a join b using (x) order by x desc for share of a;
select * from a join b using (x) order by x limit 1 for update of a, b nowait;
select a.x, b.z from a join b on a.x = b.x order by b.z for update of a for share of b skip locked;
select * from a left join b using (x) for update;
select * from a left join b using (x) order by x for update of a;
select * from a right join b using (x) for update of a;
select * from a full join b using (x) for no key update of b;
select * from a for update of b;
select * from a p for update of a;
select * from a p order by x for key share of p;
select * from a for update of public.a;
select * from (select * from a) s order by x for update;
select * from (select * from a) s join b using (x) order by x for update of s;
select * from (select y, count(*) from a group by y) s for update;
select * from (select * from a union select * from b) s for update;
select * from (values (1)) s for update;
select * from (values (1)) s(x) join a using (x) for update;
select * from va order by k for update;
select * from va where k = 3 for update nowait;
select * from vj order by x for update;
select * from vg order by y for update;
select * from vc for update;
with w as (select * from a) select * from w order by x for update;
with w as (select * from a) select * from w order by x for update of w;
select * from generate_series(1,2) g for update;
select * from generate_series(1,2) g for update of g;
select * from (a join b using (x)) as j for update of j;
select * from (a join b using (x)) as j order by x for update;
select 1 for update;
select 1 union select 2 for update;
values (1) for update;
select distinct x from a for update;
select count(*) from a for update;
select row_number() over () from a for update;
select generate_series(1,2) from a for update;
select x from a group by x for update;
select max(x) from a having true for share;
select * from a, lateral (select * from b where b.x = a.x) l order by a.x for update;
select x from a where x in (select x from b for update) order by x for update;
select * from a natural join b order by x offset 1 for update;
select a.y || b.z as both from a join b using (x) order by both desc for update of b;
select x from a order by x fetch first 1 row with ties for update;
-- What was changed meanwhile is joined anew.
-- session other
begin;
update a set y = 'new' where x = 2;
-- session main
-- waits
select * from a join b using (x) where x = 2 for update;
-- session other
commit;
-- join main
-- session other
begin;
update b set z = 'gone' where x = 3;
-- session main
-- waits
select * from a join b using (x) where z = 'b3' order by x for update of b;
-- session other
commit;
-- join main
-- session other
begin;
delete from a where x = 3;
-- session main
-- waits
select * from a join b using (x) order by x for share;
-- session other
commit;
-- join main
-- session other
begin;
select * from a where x = 1 for update;
-- session main
select * from (select * from a) s order by x for update skip locked;
select * from va p, a q where p.k <> q.x order by 1, 3 for update of q nowait;
select * from va p, a q where p.k <> q.x order by 1, 3 for update of p nowait;
-- session other
rollback;
-- Who relies on a row's keys only takes no notice of changes that keep them.
create table keys(k int primary key, v int);
insert into keys values (1, 1), (2, 2);
-- session main
begin isolation level repeatable read;
select count(*) from keys;
-- session other
update keys set v = 10;
update keys set v = 11 where k = 2;
-- session main
select * from keys order by k for key share;
select * from keys where k = 1 for share;
rollback;
begin isolation level repeatable read;
select count(*) from keys;
-- session other
update keys set k = 3 where k = 1;
-- session main
select * from keys where k = 2 for key share;
select * from keys where k = 1 for key share;
rollback;
