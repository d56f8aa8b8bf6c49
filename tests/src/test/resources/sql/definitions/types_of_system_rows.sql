-- The types of the rows of system relations, and vectors as JSON, as tools ask for them.
select t.typname, t.typtype, t.typcategory, t.typlen, t.typbyval, t.typrelid::regclass, t.typelem::regtype, t.typarray::regtype, t.typalign, t.typstorage, t.typnamespace::regnamespace from pg_type t where typname in ('pg_class', '_pg_class', 'pg_tables', 'columns', '_columns') order by 1;
select relname, reltype::regtype from pg_class where relname in ('pg_type', 'pg_views', 'tables') and relnamespace::regnamespace::text in ('pg_catalog','information_schema') order by 1;
select count(*) from pg_class c left join pg_type t on t.oid = c.reltype where c.relkind in ('r', 'v') and (t.oid is null or t.typrelid <> c.oid);
select count(*) from pg_type a join pg_type b on b.oid = a.typarray where a.typtype = 'c' and b.typelem <> a.oid;
select 'pg_class'::regtype, 'pg_catalog.pg_class'::regtype, 'pg_class[]'::regtype, '_pg_class'::regtype, 'information_schema.tables'::regtype, to_regtype('tables');
select format_type('pg_am'::regtype, -1), format_type((select oid from pg_type where typname = '_pg_am'), null);
select pg_type_is_visible('pg_class'::regtype), pg_type_is_visible('information_schema.tables'::regtype);
select pg_describe_object('pg_type'::regclass, 'pg_class'::regtype, 0), pg_describe_object('pg_type'::regclass, 'information_schema.tables'::regtype, 0);
select * from pg_identify_object('pg_type'::regclass, 'pg_class'::regtype, 0);
select obj_description('pg_class'::regtype, 'pg_type');
drop function if exists fc();
select to_json('1 2'::int2vector), to_jsonb('1 2'::oidvector), jsonb_agg('1'::int2vector), array_to_json('3 4'::int2vector), to_json(row('1 2'::int2vector)), json_agg(array['1 2'::int2vector]);
