-- What there is of the SQL standard.
select * from information_schema.sql_features order by feature_id collate "C", sub_feature_id collate "C";
-- 18 is the version.
select * from information_schema.sql_implementation_info where implementation_info_id <> '18' order by implementation_info_id collate "C";
select * from information_schema.sql_parts order by feature_id collate "C";
select * from information_schema.sql_sizing order by sizing_id;
select is_supported, count(*), count(comments), count(is_verified_by) from information_schema.sql_features group by 1 order by 1;
select supported_value from information_schema.sql_sizing where sizing_name = 'MAXIMUM COLUMNS IN SELECT';
select s.feature_name, p.feature_name from information_schema.sql_features s left join information_schema.sql_parts p using (feature_id) where s.feature_id = 'F131' and s.sub_feature_id = '';
select * from sql_features;
select * from pg_catalog.sql_features;
-- Columns without NULL are constraints, too.
create table kept(id int primary key, code text not null, z int, check (z > 0), unique (code), unique nulls not distinct (z));
select constraint_name ~ '^[0-9]+_[0-9]+_[0-9]+_not_null$', constraint_type, is_deferrable, nulls_distinct from information_schema.table_constraints where table_name = 'kept' order by 2, 1, 4;
select check_clause from information_schema.check_constraints where check_clause like '%code%' or check_clause like '%z >%' order by 1;
-- Names of columns that are queries.
select (select 'x')::text, case when z > 1 then 'a' else (select 'x') end, (select 'x' union select 'y' limit 1), (select 1 as q)::bigint, (values (5)), (select max(z) from kept)::text, case when true then 1 else (select z from kept limit 1) end from kept;
