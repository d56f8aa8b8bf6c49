-- What is counted for each database: that it is, for how much differs
select datid = 0 as shared, datname is null as unnamed, numbackends from pg_stat_database where datid = 0;
select count(*) from pg_stat_database where datname = current_database();
create table counted(a int primary key, b text);
insert into counted select g, 'x' from generate_series(1, 100) g;
delete from counted where a > 90;
select 1 / 0;
select numbackends > 0, xact_commit > 0, blks_hit > 0, blks_read >= 0, tup_returned >= 0, conflicts, deadlocks, temp_files >= 0, checksum_failures is null, blk_read_time, session_time >= 0, active_time >= 0, idle_in_transaction_time >= 0, sessions > 0, sessions_abandoned >= 0, sessions_fatal >= 0, sessions_killed >= 0 from pg_stat_database where datname = current_database();
select pg_stat_reset();
select stats_reset is null from pg_stat_database where datname = current_database();
select datname = current_database(), confl_tablespace, confl_lock, confl_snapshot, confl_bufferpin, confl_deadlock from pg_stat_database_conflicts where datname = current_database();
select count(*), count(stats_reset) from pg_stat_bgwriter;
select archived_count, last_archived_wal, failed_count, stats_reset is null from pg_stat_archiver;
select wal_records >= 0, wal_bytes >= 0, wal_write >= 0, stats_reset is null from pg_stat_wal;
select pg_typeof(wal_bytes), pg_typeof(session_time) from pg_stat_wal, pg_stat_database limit 1;
drop table counted;
