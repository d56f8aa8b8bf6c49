-- ON CONFLICT about rows that others have changed meanwhile.
create table t(id int primary key, v int, u int unique);
insert into t values (1, 10, 100), (2, 20, 200);
-- session b
begin isolation level repeatable read;
select count(*) from t;
-- session a
insert into t values (3, 30, 300);
update t set v = 11 where id = 1;
-- session b
insert into t values (3, 33, 333) on conflict do nothing;
rollback;
begin isolation level repeatable read;
select count(*) from t;
-- session a
insert into t values (4, 40, 400);
update t set v = 12 where id = 1;
-- session b
insert into t values (5, 33, 400) on conflict (u) do nothing;
rollback;
begin isolation level repeatable read;
select count(*) from t;
-- session a
update t set v = 13 where id = 1;
-- session b
insert into t values (1, 33, 333) on conflict do nothing;
rollback;
begin isolation level repeatable read;
select count(*) from t;
-- session a
update t set v = 14 where id = 1;
-- session b
insert into t values (1, 33, 333) on conflict (id) do update set v = t.v + excluded.v;
rollback;
begin isolation level repeatable read;
select count(*) from t;
-- session a
update t set v = 15 where id = 1;
-- session b
insert into t values (1, 33, 333) on conflict (id) do update set v = t.v + excluded.v where t.v < 0;
rollback;
-- What the transaction has made itself it sees.
begin isolation level repeatable read;
insert into t values (6, 60, 600);
insert into t values (6, 61, 601) on conflict do nothing;
insert into t values (6, 61, 601), (7, 70, 700), (7, 71, 701) on conflict do nothing;
insert into t values (6, 61, 601) on conflict (id) do update set v = 62 returning *;
insert into t values (2, 61, 601) on conflict (id) do update set v = 21 returning *;
insert into t values (2, 61, 601) on conflict (id) do nothing;
commit;
begin isolation level serializable;
insert into t values (2, 61, 601) on conflict (id) do nothing;
insert into t values (2, 61, 601) on conflict (id) do update set v = 22 returning *;
commit;
-- Locked, and then changed: the condition is asked again.
-- session a
begin;
select * from t where id = 1 for update;
-- session b
-- waits
insert into t values (1, 0, 0) on conflict (id) do update set v = -1 where t.v < 50 returning *;
-- session a
update t set v = 99 where id = 1;
commit;
-- join b
-- session a
begin;
select * from t where id = 1 for update;
-- session b
-- waits
insert into t values (1, 0, 0) on conflict (id) do update set v = t.v + 1 where t.v > 50 returning *;
-- session a
update t set v = 199 where id = 1;
commit;
-- join b
-- Locked, and then deleted.
-- session a
begin;
select * from t where id = 2 for update;
-- session b
-- waits
insert into t values (2, 0, 0) on conflict (id) do update set v = t.v + 1 returning *;
-- session a
delete from t where id = 2;
commit;
-- join b
-- Locked, and then given another key.
-- session a
begin;
select * from t where id = 3 for update;
-- session b
-- waits
insert into t values (3, 0, 1) on conflict (id) do update set v = t.v + 1 returning *;
-- session a
update t set id = 33 where id = 3;
commit;
-- join b
-- session b
begin isolation level repeatable read;
select count(*) from t;
-- session a
begin;
delete from t where id = 4;
-- session b
-- waits
insert into t values (4, 0, 2) on conflict do nothing;
-- session a
commit;
-- join b
-- session b
rollback;
select * from t order by id;
