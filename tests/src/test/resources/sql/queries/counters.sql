-- What was done with tables and indexes.
create table counted (id int primary key, word text);
create table bare (n int);
select seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup, n_dead_tup, n_mod_since_analyze,
    last_analyze, last_autoanalyze, analyze_count, autoanalyze_count from pg_stat_user_tables where relname = 'bare';
insert into bare select n from generate_series(1, 10) as g(n);
insert into bare values (11), (12);
update bare set n = n + 100 where n > 8;
delete from bare where n = 1;
select count(*) from bare where n > 3;
select pg_stat_force_next_flush();
select seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup, n_dead_tup, n_mod_since_analyze
    from pg_stat_user_tables where relname = 'bare';
begin;
insert into bare values (1), (2);
update bare set n = n where n = 2;
delete from bare where n = 3;
rollback;
select pg_stat_force_next_flush();
select n_tup_ins, n_tup_upd, n_tup_del, n_live_tup, n_dead_tup, n_mod_since_analyze from pg_stat_all_tables where relname = 'bare';
insert into counted select n, 'word' from generate_series(1, 1000) as g(n);
select pg_stat_force_next_flush();
analyze counted;
select pg_stat_force_next_flush();
select n_tup_ins, n_live_tup, n_dead_tup, n_mod_since_analyze, analyze_count, last_analyze > now() - interval '1 hour'
    from pg_stat_user_tables where relname = 'counted';
select word from counted where id = 7;
select word from counted where id = 700000;
select id from counted where word = 'none';
select pg_stat_force_next_flush();
select seq_scan > 0, idx_scan, idx_tup_fetch from pg_stat_user_tables where relname = 'counted';
select relname, indexrelname, idx_scan, idx_tup_read, idx_tup_fetch from pg_stat_user_indexes where relname = 'counted';
select pg_stat_get_tuples_inserted('counted'::regclass), pg_stat_get_numscans('counted_pkey'::regclass), pg_stat_get_tuples_inserted(1::oid), pg_stat_get_live_tuples(null),
    pg_stat_get_last_analyze_time('bare'::regclass);
select pg_stat_reset_single_table_counters('counted'::regclass);
select n_tup_ins, n_live_tup from pg_stat_user_tables where relname = 'counted';
begin;
insert into bare values (1);
truncate bare;
insert into bare values (4), (5);
update bare set n = 6 where n = 5;
commit;
select pg_stat_force_next_flush();
select n_live_tup, n_dead_tup from pg_stat_user_tables where relname = 'bare';
begin;
truncate bare;
rollback;
select pg_stat_force_next_flush();
select n_live_tup, n_dead_tup from pg_stat_user_tables where relname = 'bare';
truncate bare;
select pg_stat_force_next_flush();
select n_live_tup, n_dead_tup from pg_stat_user_tables where relname = 'bare';
select pg_stat_reset();
select n_tup_ins, n_tup_upd, n_live_tup from pg_stat_user_tables where relname = 'bare';
select count(*) from pg_stat_sys_tables where relname = 'bare';
drop table counted;
drop table bare;
select count(*) from pg_stat_user_tables where relname in ('bare', 'counted');
