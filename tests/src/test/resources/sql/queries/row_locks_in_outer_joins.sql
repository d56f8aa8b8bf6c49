-- Views and subqueries whose rows an outer join may miss cannot be locked.
create table a(x int primary key, y text);
create table b(x int primary key, z text);
insert into a values (1, 'a1'), (2, 'a2');
insert into b values (2, 'b2'), (3, 'b3');
create view va as select x, y from a where x > 0;
create view vb as select x, z from b;
create view vj as select a.x, b.z from a left join b using (x);
select * from va left join vb on va.x = vb.x for update;
select * from va left join vb on va.x = vb.x for update of vb;
select * from va left join vb on va.x = vb.x order by 1 for update of va;
select * from va right join vb on va.x = vb.x for key share;
select * from va full join vb on va.x = vb.x for share of va;
select * from a left join (select * from b) s on s.x = a.x for update;
select * from a left join (select * from b) s on s.x = a.x order by 1 for update of a;
select * from a left join (select 1 as x) s on s.x = a.x order by 1 for update;
select * from a left join (values (1)) s(x) on s.x = a.x for update;
select * from a left join generate_series(1, 2) s(x) on s.x = a.x order by 1 for update;
select * from a left join (select * from generate_series(1, 2) g(x)) s on s.x = a.x order by 1 for update;
select * from a left join (select * from generate_series(1, 2) g(x) limit 1) s on s.x = a.x order by 1 for update;
select * from a left join (with w as (select 1 as x) select * from w) s on s.x = a.x order by 1 for update;
select * from a left join lateral (select * from b where b.x = a.x) s on true for update;
select * from a left join (va cross join generate_series(1, 2) g) on va.x = a.x for update;
select * from vj for update;
with w as (select * from b) select * from a left join w on w.x = a.x order by 1 for update;
-- What is missing is said first.
select distinct 1 from missing for update;
select distinct missing from a for update;
select x from a where missing group by x for update;
select distinct x from a for update;
select distinct x from a order by missing for update;
select x from a group by x for update;
copy missing from stdin (format csv, force_quote *);
copy missing to stdout (format nonsense);
-- An outer join whose side cannot be missing, by a condition, is an inner one.
select * from a left join b on a.x = b.x where b.z > 'a' order by 1 for update;
select * from a left join b on a.x = b.x where b.z is null order by 1 for update;
select * from a left join b on a.x = b.x where coalesce(b.z, 'q') > 'a' order by 1 for update;
select * from a left join b on a.x = b.x where b.z > 'a' and a.y > '' order by 1 for update of b;
select * from a right join b on a.x = b.x where a.y is not null order by 1 for update of a;
select * from a left join vb on a.x = vb.x where vb.z > 'a' order by 1 for update of vb;
select * from a left join b on a.x = b.x left join b c on c.x = b.x where c.z > 'a' order by 1 for update;
select * from a left join b on a.x = b.x left join b c on c.x = a.x where c.z > 'a' order by 1 for update;
select * from a left join b on a.x = b.x left join b c on c.x = a.x where c.z > 'a' order by 1 for update of a, c;
select * from a left join b on a.x = b.x join b c on c.x = b.x order by 1 for update;
select * from a left join (b join b c on b.x = c.x) on a.x = b.x order by 1 for update of a;
select * from a left join (b join b c on b.x = c.x) on a.x = b.x order by 1 for update of c;
select * from a left join (b join b c on b.x = c.x) on a.x = b.x where c.z <> '' order by 1 for update of c;
select * from a left join lateral (select * from b where b.x = a.x) s on true where s.z <> '' order by 1 for update;
-- What was changed meanwhile must meet the conditions still.
-- session other
begin;
update b set x = 7 where x = 2;
-- session main
-- waits
select a.x, b.x, z from a left join b on a.x = b.x where b.z > 'a' order by 1 for update of b;
-- session other
commit;
-- session main
-- join main
-- session other
begin;
update a set y = 'new' where x = 1;
-- session main
-- waits
select a.x, a.y, b.x from a left join (b join b c on b.x = c.x) on a.x = b.x where a.x = 1 for update of a;
-- session other
commit;
-- session main
-- join main
