-- System relations of both schemas, access methods, operator families and the functions of information_schema.
select relname, relkind, relnatts from pg_class where relnamespace = 'information_schema'::regnamespace and relname !~ '^_' order by 1;
select a.attname, a.attnum from pg_attribute a where attrelid = 'information_schema.columns'::regclass and attnum > 0 order by 2;
select 'information_schema.tables'::regclass, 'pg_stat_activity'::regclass, pg_table_is_visible('information_schema.tables'::regclass);
select amname, amhandler, amtype from pg_am where amname in ('heap', 'btree', 'hash', 'gin') order by 1;
select amopstrategy, amopopr::regoperator from pg_amop where amopfamily = 1976 and amoplefttype = 23 order by 1, amopopr;
select amprocnum, amproc::text from pg_amproc where amprocfamily = 1976 and amproclefttype = 23 and amprocnum < 3 order by amprocrighttype, 1;
select information_schema._pg_truetypid(a.*, t.*), information_schema._pg_truetypmod(a.*, t.*) from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = 'pg_class'::regclass and a.attname = 'relname';
create domain short as varchar(10);
create table of_domain (a short, b numeric(10, 2), c interval hour to minute, primary key (a));
select a.attname, information_schema._pg_truetypid(a, t)::regtype, information_schema._pg_char_max_length(information_schema._pg_truetypid(a, t), information_schema._pg_truetypmod(a, t)), information_schema._pg_char_octet_length(information_schema._pg_truetypid(a, t), information_schema._pg_truetypmod(a, t)) from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = 'of_domain'::regclass and a.attnum > 0 order by a.attnum;
select a.attname, information_schema._pg_numeric_precision(a.atttypid, a.atttypmod), information_schema._pg_numeric_precision_radix(a.atttypid, a.atttypmod), information_schema._pg_numeric_scale(a.atttypid, a.atttypmod), information_schema._pg_datetime_precision(a.atttypid, a.atttypmod), information_schema._pg_interval_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attrelid = 'of_domain'::regclass and a.attnum > 0 order by a.attnum;
select information_schema._pg_index_position('of_domain_pkey'::regclass, 1::int2), information_schema._pg_index_position('of_domain_pkey'::regclass, 2::int2);
select _pg_truetypid(1, 2);
select pronamespace::regnamespace from pg_proc where proname = '_pg_truetypid';
select proargnames, proargmodes, prosrc from pg_proc where oid in (3464, 65) order by oid;
