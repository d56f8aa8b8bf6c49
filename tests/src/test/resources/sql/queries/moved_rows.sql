-- Rows whose primary keys others change meanwhile: they are the same rows.
create table t(id int primary key, v int);
insert into t select i, i * 10 from generate_series(1, 9) i;
create index t_v on t(v);
-- session a
begin;
update t set id = 101 where id = 1;
-- session b
-- waits
update t set v = v + 1 where v = 10 returning id, v;
-- session a
commit;
-- join b
select * from t order by id;
-- The key is part of the condition.
begin;
update t set id = 102 where id = 2;
-- session b
-- waits
update t set v = v + 1 where id = 2 returning id, v;
-- session a
commit;
-- join b
-- session a
begin;
update t set id = 103, v = 31 where id = 3;
-- session b
-- waits
delete from t where v between 25 and 35 returning *;
-- session a
commit;
-- join b
-- session a
begin;
update t set id = 104, v = 0 where id = 4;
-- session b
-- waits
delete from t where v = 40 returning *;
-- session a
commit;
-- join b
-- More than once, and back.
-- session a
begin;
update t set id = 205 where id = 5;
update t set id = 305 where id = 205;
update t set v = 51 where id = 305;
-- session b
-- waits
update t set v = v + 100 where v in (50, 51) returning id, v;
-- session a
commit;
-- join b
-- session a
begin;
update t set id = 206 where id = 6;
update t set id = 6 where id = 206;
-- session b
-- waits
update t set v = v + 100 where v = 60 returning id, v;
-- session a
commit;
-- join b
-- Moved, and deleted there.
-- session a
begin;
update t set id = 207 where id = 7;
delete from t where id = 207;
-- session b
-- waits
update t set v = v + 100 where v = 70 returning id, v;
-- session a
commit;
-- join b
select * from t order by id;
-- What is locked.
-- session a
begin;
update t set id = 208 where id = 8;
-- session b
begin;
-- waits
select * from t where v = 80 for update;
-- session a
commit;
-- join b
-- session a
select * from t where id = 208 for update nowait;
-- session b
commit;
-- session a
begin;
update t set id = 8 where id = 208;
-- session b
begin;
-- waits
select x.v, y.v from t x join t y on x.v = y.v where x.v = 80 for no key update of x;
-- session a
commit;
-- join b
-- session a
select id from t where v = 80 for update skip locked;
-- session b
commit;
select id from (select * from t where v < 100 order by v) s order by id for update;
-- Joined rows.
create table n(id int, d int);
insert into n values (9, 1000), (209, 2000), (90, 5);
-- session a
begin;
update t set id = 209 where id = 9;
-- session b
-- waits
update t set v = t.v + n.d from n where n.id = t.v returning t.*, n.*;
-- session a
commit;
-- join b
-- session a
begin;
update t set id = 9 where id = 209;
-- session b
-- waits
delete from t using n where n.id + n.d = t.v returning t.*, n.*;
-- session a
commit;
-- join b
-- Not at REPEATABLE READ, and not if it is undone.
-- session a
begin;
update t set id = 208 where id = 8;
-- session b
begin isolation level repeatable read;
select count(*) from t;
-- waits
update t set v = 81 where v = 80;
-- session a
commit;
-- join b
-- session b
rollback;
-- session a
begin;
update t set id = 8 where id = 208;
-- session b
-- waits
update t set v = 81 where v = 80 returning *;
-- session a
rollback;
-- join b
select * from t order by id;
-- Keys of two columns, one of them long, and rows that are long.
create table l(a text, b int, c text, primary key (a, b));
insert into l values (repeat('k', 300), 1, repeat('c', 9000)), ('s', 2, 'c');
-- session a
begin;
update l set b = 7 where b = 1;
update l set a = repeat('z', 500), b = 8, c = repeat('d', 9000) where b = 2;
-- session b
-- waits
update l set c = c || 'x' returning length(a), b, length(c);
-- session a
commit;
-- join b
select length(a), b, length(c), right(c, 1) from l order by b;
