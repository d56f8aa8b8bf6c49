-- What two sessions see of each other.
create table t(id int primary key, v int);
insert into t values (1, 10), (2, 20), (3, 30);
-- session a
begin;
update t set v = 11 where id = 1;
-- session b
select v from t where id = 1;
-- waits
update t set v = v + 100 where id = 1 returning v;
-- session a
commit;
-- join b
-- session a
select * from t order by id;
begin isolation level repeatable read;
select v from t where id = 2;
-- session b
update t set v = 21 where id = 2;
-- session a
select v from t where id = 2;
update t set v = 0 where id = 2;
rollback;
begin;
select v from t where id = 2;
-- session b
update t set v = 22 where id = 2;
-- session a
select v from t where id = 2;
commit;
-- A condition is looked at again on the newest version.
begin;
update t set v = 99 where id = 3;
-- session b
-- waits
update t set v = -1 where v = 30 returning id;
-- session a
commit;
-- join b
-- session a
select * from t order by id;
begin;
delete from t where id = 3;
-- session b
-- waits
insert into t values (3, 333) returning v;
-- session a
commit;
-- join b
-- session a
begin;
insert into t values (4, 40);
-- session b
-- waits
insert into t values (4, 44) on conflict (id) do update set v = t.v + excluded.v returning v;
-- session a
commit;
-- join b
-- session a
begin;
insert into t values (5, 50);
-- session b
-- waits
insert into t values (5, 55) returning v;
-- session a
rollback;
-- join b
-- session a
begin;
select * from t where id = 1 for update;
-- session b
begin;
select * from t where id = 1 for update nowait;
rollback;
select id from t where id < 4 order by id for update skip locked;
select id from t order by id limit 2 for update skip locked;
-- waits
delete from t where id = 1 returning id;
-- session a
commit;
-- join b
-- session a
begin;
lock table t in exclusive mode;
-- session b
select count(*) from t;
set lock_timeout = '100ms';
-- state
insert into t values (9, 9);
reset lock_timeout;
-- session a
rollback;
-- A view by FROM of another table's rows.
create table n(id int, d int);
insert into n values (2, 1000);
begin;
update t set v = v + 1 where id = 2;
-- session b
-- waits
update t set v = t.v + n.d from n where n.id = t.id returning t.id, t.v;
-- session a
commit;
-- join b
