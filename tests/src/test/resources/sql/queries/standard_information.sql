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
