-- Data changes in WITH.
create table stock(id int primary key, name text, amount int default 0);
create table log(n serial primary key, what text, id int);
insert into stock values (1,'a',10),(2,'b',20),(3,'c',30);
with gone as (delete from stock where id = 1 returning *) select * from gone;
with more as (insert into stock values (1,'a',11),(4,'d',40) returning id, amount * 2 as twice) select * from more order by id;
with raised as (update stock set amount = amount + 1 where id > 2 returning id, amount) select sum(amount), count(*) from raised;
select * from stock order by id;
-- All see the rows as they were.
with raised as (update stock set amount = amount + 100 returning id, amount) select s.id, s.amount, r.amount from stock s join raised r on r.id = s.id order by s.id;
with gone as (delete from stock where id = 4 returning id) select count(*) from stock;
select count(*) from stock;
with more as (insert into stock values (9, 'z', 0)) select count(*) from stock;
select count(*) from stock;
-- Run once, to the end, read or not.
with a as (insert into log(what, id) values ('a', 1) returning n), b as (insert into log(what, id) values ('b', 2) returning n) select count(*) from (select * from a union all select * from a) x;
select what, id from log order by what, id;
with a as (insert into log(what, id) select 'many', g from generate_series(1, 10) g returning id) select id from a order by id limit 2;
select count(*) from log where what = 'many';
with a as (delete from log where what = 'many' returning id) select 1 where exists (select 1 from a);
select count(*) from log where what = 'many';
-- Before other changes.
with moved as (delete from stock where id = 9 returning *) insert into log(what, id) select name, id from moved;
with moved as (delete from stock where id = 3 returning *) insert into log(what, id) select name, id from moved returning what, id;
with x as (insert into stock values (5, 'e', 50) returning id) update stock set amount = -1 where id in (select id from x);
with x as (insert into stock values (6, 'f', 60) returning id), y as (update stock set name = 'q' where id = 2 returning id) delete from stock using y where stock.id = y.id;
with x as (update stock set amount = 7 where id = 1 returning id, amount) update log set what = x.amount::text from x where log.id = x.id returning log.what, log.id;
select * from stock order by id;
select what, id from log order by what, id;
with t as (select 100 as v) insert into log(what, id) select 't', v from t;
with t as (select 100 as v), d as (delete from log where id in (select v from t) returning *) select what, id from d;
-- A row is changed once.
with a as (update stock set amount = 1 where id = 2 returning id), b as (select count(*) from a) select count from b;
with a as (update stock set amount = 1 where id = 5 returning id) delete from stock where id in (select id from a);
select * from stock order by id;
-- One that reads another.
with a as (delete from log where what = 'b' returning id), b as (insert into log(what, id) select 'from a', id from a returning id, what) select * from b;
with a as (insert into stock values (10, 'x', 1), (11, 'y', 2) returning *), b as (insert into log(what, id) select name, id from a where amount = 2) select id from a order by id;
select what, id from log where id > 9 order by id;
with a(x, y) as (update stock set amount = amount where id < 3 returning id, name) select x, y from a order by x;
with a(x) as (update stock set amount = amount where id < 3 returning id, name) select * from a order by x;
with a as (insert into stock values (1, 'again', 5) on conflict (id) do update set name = excluded.name returning id, name) select * from a;
with a as (insert into stock values (1, 'again', 5) on conflict do nothing returning id) select count(*) from a;
with recursive r(i) as (select 1 union all select i + 1 from r where i < 3), a as (insert into log(what, id) select 'r', i from r returning id) select sum(id) from a;
with a as (insert into log(what, id) values ('unused', 77)) values (1), (2);
with a as (insert into log(what, id) values ('unused', 78)), b as (insert into log(what, id) values ('unused', 79)) select id from log where what = 'unused' order by id;
select id from log where what = 'unused' order by id;
with a as (delete from log) select count(*) from (with b as (select 1) select * from b) x;
prepare moving(int) as with a as (insert into log(what, id) values ('p', $1) returning id) select id + 1 as next from a;
execute moving(5);
execute moving(6);
select what, id from log order by id;
with a as (insert into log(what, id) values ('w', 1) returning id) select id, row_number() over () from a group by id;
-- Errors.
with a as (insert into stock values (1, 'dup', 1) returning id) select * from a;
with a as (insert into stock values (20, 'dup', 1)), b as (insert into stock values (20, 'dup', 1)) select 1;
select count(*) from stock where id = 20;
with a as (insert into stock values (21, 'u', 1) returning id) select 1 / (id - 21) from a;
select count(*) from stock where id = 21;
with a as (delete from stock) select * from a;
select * from (with a as (delete from stock returning *) select * from a) x;
select (with a as (delete from stock returning id) select id from a);
insert into log(what, id) with a as (delete from stock returning *) select name, id from a;
with x as (with a as (delete from stock returning *) select * from a) select * from x;
with x as (with a as (delete from stock returning *) insert into log(what, id) select name, id from a) select 1;
with recursive a as (insert into log(id) select id from a returning id) select * from a;
with recursive a as (update stock set amount = 1 where id in (select id from a) returning id) select * from a;
with a as (insert into nosuch values (1)) select 1;
with a as (update stock set nosuch = 1) select 1;
with a(x, y, z) as (delete from stock returning id) select * from a;
with a as (delete from stock returning id), a as (select 1) select * from a;
with a as (insert into log(what, id) select name, id from b returning id), b as (select * from stock) select * from a;
with a as (delete from stock returning count(*)) select * from a;
create view changing as with a as (delete from stock returning *) select * from a;
begin;
declare c cursor for with a as (delete from stock returning *) select * from a;
rollback;
begin read only;
with a as (delete from stock returning *) select * from a;
rollback;
begin;
with a as (insert into stock values (30, 'x', 1) returning id) update stock set amount = amount + 1 where id in (select id from a);
select count(*) from stock where id = 30;
rollback;
create table made as with a as (insert into log(what, id) values ('as', 8) returning id) select id from a;
select * from made;
select what, id from log where what = 'as';
-- session other
begin;
update stock set amount = 1000 where id = 1;
-- session main
-- waits
with a as (update stock set amount = amount + 1 where id = 1 returning amount) select * from a;
-- session other
commit;
-- join main
-- session main
select * from stock order by id;
