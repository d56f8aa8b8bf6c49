-- Advisory locks, what they wait for, and how sessions act on one another.
select pg_advisory_lock(1);
select pg_advisory_lock(1);
select pg_advisory_lock_shared(1);
select pg_advisory_lock(7, -3);
select pg_advisory_lock(-1);
select locktype, classid, objid, objsubid, mode, granted from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) order by classid, objid, objsubid, mode;
select database = (select oid from pg_database where datname = current_database()), pid = pg_backend_pid()
    from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and objid = 1;
-- session other
select pg_try_advisory_lock(1);
select pg_try_advisory_lock_shared(1);
select pg_try_advisory_lock(7, -3);
select pg_try_advisory_lock(7, 3);
select pg_try_advisory_xact_lock(1);
select pg_try_advisory_xact_lock_shared(2);
select pg_try_advisory_lock(2);
set lock_timeout = '10ms';
select pg_advisory_lock(1);
select pg_advisory_xact_lock_shared(1);
set lock_timeout = 0;
set statement_timeout = '10ms';
select pg_advisory_lock(1);
set statement_timeout = 0;
-- session main
select pg_advisory_unlock(1);
select pg_advisory_unlock_shared(1);
-- session other
-- waits
select pg_advisory_lock(1);
-- session main
with recursive tries(n, waiting) as (select 0, 0::bigint union all
    select n + 1, (select sum(cardinality(pg_blocking_pids(pid + n * 0))) from pg_stat_activity where datname = current_database()) from tries where waiting = 0)
    select max(waiting) from tries;
select pg_advisory_unlock(1);
-- session other
-- join other
select locktype, objid, mode, granted from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and pid = pg_backend_pid() order by 2;
-- session main
select pg_advisory_unlock(1);
select pg_advisory_unlock_shared(1);
select pg_advisory_unlock(7, -3);
select pg_advisory_unlock(7, -3);
select pg_advisory_unlock(-1);
begin;
select pg_advisory_xact_lock(10);
select pg_advisory_xact_lock(10);
savepoint s;
select pg_advisory_xact_lock(11);
select pg_advisory_lock(12);
-- session other
select pg_try_advisory_lock(10), pg_try_advisory_lock(11), pg_try_advisory_lock(12);
-- session main
rollback to s;
-- session other
select pg_try_advisory_lock(10), pg_try_advisory_lock(11), pg_try_advisory_lock(12);
-- session main
select pg_advisory_unlock(10);
rollback;
-- session other
select pg_try_advisory_lock(10), pg_try_advisory_lock(12);
select pg_advisory_unlock_all();
select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and pid = pg_backend_pid();
-- session main
select pg_advisory_lock(20);
discard all;
select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database());
select pg_advisory_lock(null);
select pg_advisory_lock('a');
select pg_cancel_backend(-1);
select pg_terminate_backend(-1);
select pg_terminate_backend(-1, -1);
select pg_blocking_pids(pg_backend_pid());
select pg_blocking_pids(-1);
select pg_cancel_backend(pg_backend_pid());
select pg_postmaster_start_time() <= now(), pg_conf_load_time() <= now(), pg_typeof(pg_conf_load_time());
select pg_reload_conf();
-- Others wait in line: who is asked last waits for all that are before it.
create table held(i int primary key);
insert into held values (1);
begin;
update held set i = 1 where i = 1;
-- session other
-- waits
select * from held where i = 1 for share;
-- session main
with recursive tries(n, waiting) as (select 0, 0::bigint union all
    select n + 1, (select sum(cardinality(pg_blocking_pids(pid + n * 0))) from pg_stat_activity where datname = current_database()) from tries where waiting = 0)
    select max(waiting) from tries;
-- session third
begin;
set local lock_timeout = '10ms';
select * from held for update;
rollback;
select * from held for update nowait;
set statement_timeout = '10ms';
update held set i = 2;
reset statement_timeout;
set lock_timeout = '10ms';
lock table held in exclusive mode;
begin;
lock table held in exclusive mode;
rollback;
begin;
lock table held in exclusive mode nowait;
rollback;
drop table held;
reset lock_timeout;
select wait_event_type, state from pg_stat_activity where datname = current_database() and query like 'select * from held where%';
select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and query like 'select * from held where%' and state = 'active';
-- session other
-- join other
select 1;
-- session main
commit;
select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like 'select 1%';
select count(*) from pg_stat_activity where datname = current_database() and query like 'select 1%' and pid <> pg_backend_pid();
drop table held;
