-- Expressions over several tables that are equal to each other: each equality is asked for.
create table e(f1 int, f2 int);
create table f(f1 int, f2 int);
create table g(f1 int, f2 int);
insert into e values (1, 10), (1, 11), (2, 4);
insert into f values (1, 9), (1, 2), (2, 9), (2, 2);
insert into g values (1, 10), (2, 4), (2, 6);
select * from e, f where e.f1 = f.f1 and e.f1 = e.f2 - f.f2 order by 1, 2, 3, 4;
select * from e, f where e.f1 = f.f1 and f.f1 = e.f2 - f.f2 order by 1, 2, 3, 4;
select * from e, f where e.f1 = e.f2 - f.f2 and e.f2 - f.f2 = f.f1 order by 1, 2, 3, 4;
select * from e, f where e.f1 = e.f2 - f.f2 and e.f1 = f.f2 - f.f1 + e.f1 and e.f1 = f.f1 order by 1, 2, 3, 4;
select * from e, f, g where e.f1 = f.f1 and f.f1 = g.f1 and g.f1 = e.f2 - f.f2 order by 1, 2, 3, 4, 5, 6;
select * from e, f, g where e.f1 = f.f1 and f.f1 = g.f2 - e.f2 + f.f1 and g.f1 = f.f1 order by 1, 2, 3, 4, 5, 6;
select * from e, f, g where e.f1 = f.f1 and g.f1 = f.f1 and g.f2 - f.f2 = e.f2 - f.f2 and e.f1 = e.f2 - f.f2 order by 1, 2, 3, 4, 5, 6;
select count(*) from e left join f on e.f1 = f.f1 and e.f1 = e.f2 - f.f2;
select * from e where exists (select 1 from f where e.f1 = f.f1 and e.f1 = e.f2 - f.f2) order by 1, 2;
set enable_hashjoin = off;
select * from e, f where e.f1 = f.f1 and e.f1 = e.f2 - f.f2 order by 1, 2, 3, 4;
set enable_mergejoin = off;
select * from e, f where e.f1 = f.f1 and e.f1 = e.f2 - f.f2 order by 1, 2, 3, 4;
create index on f(f1);
select * from e, f where e.f1 = f.f1 and e.f1 = e.f2 - f.f2 order by 1, 2, 3, 4;
reset all;
-- More of them than are completed.
create table h(a int);
insert into h values (1), (2), (3);
select count(*) from h a, h b, h c, h d, h e, h f, h g, h i, h j, h k, h l, h m, h n, h o, h p, h q, h r, h s where a.a = b.a and b.a = c.a and c.a = d.a and d.a = e.a and e.a = f.a and f.a = g.a and g.a = i.a and i.a = j.a and j.a = k.a and k.a = l.a and l.a = m.a and m.a = n.a and n.a = o.a and o.a = p.a and p.a = q.a and q.a = r.a and r.a = s.a;
