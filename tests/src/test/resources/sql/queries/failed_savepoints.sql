-- What fails behind a savepoint lets go at once of what it has locked since.
create table t(k int primary key, a int unique);
insert into t values (1, 10), (2, 20), (3, 30);
-- session a
begin;
update t set a = 11 where k = 1;
savepoint s;
update t set a = 21 where k = 2;
insert into t values (4, 40);
select pg_advisory_xact_lock(77);
select 1 / 0;
-- session b
update t set a = 22 where k = 2 returning *;
insert into t values (4, 41);
select pg_try_advisory_xact_lock(77);
select * from t order by k;
select * from t where k = 1 for update nowait;
-- session a
select 1;
rollback to s;
select * from t order by k;
savepoint s2;
select * from t where k = 3 for update;
select nonsense;
-- session b
select * from t where k = 3 for update nowait;
select * from t where k = 1 for update nowait;
-- session a
release s2;
rollback to s2;
rollback to s;
select * from t order by k;
commit;
select * from t order by k;
-- A table made behind the savepoint is gone, and so is a cursor.
begin;
declare c cursor for select * from t order by k;
savepoint s;
create table u(a int);
declare d cursor for select * from t;
select 1 / 0;
-- session b
create table u(b text);
drop table u;
-- session a
rollback to s;
fetch 1 from c;
fetch 1 from d;
rollback;
