-- Functions of information_schema that tools call to tell of columns.
create domain dv as varchar(7);
create table ti(a int2, b int, c int8, d numeric(10,3), e numeric, f float4, g float8, h varchar(9), i char(3), j text, k bit(4), l varbit(6), m date, n time(2), o timestamp, p timestamptz(1), q interval, r interval day to second(3), s interval year, t dv, u bool);
select a.attname, information_schema._pg_truetypid(a, t)::regtype, information_schema._pg_truetypmod(a.*, t.*) from pg_attribute a join pg_type t on t.oid = a.atttypid where attrelid = 'ti'::regclass and attnum > 0 order by attnum;
select attname, information_schema._pg_char_max_length(x, y), information_schema._pg_char_octet_length(x, y), information_schema._pg_numeric_precision(x, y), information_schema._pg_numeric_precision_radix(x, y), information_schema._pg_numeric_scale(x, y), information_schema._pg_datetime_precision(x, y), information_schema._pg_interval_type(x, y) from (select a.attname, attnum, information_schema._pg_truetypid(a, t) x, information_schema._pg_truetypmod(a, t) y from pg_attribute a join pg_type t on t.oid = a.atttypid where attrelid = 'ti'::regclass and attnum > 0) v order by attnum;
select information_schema._pg_numeric_precision(20, null), information_schema._pg_char_octet_length(25, -1), information_schema._pg_interval_type(1186, -1);
select information_schema._pg_char_max_length(1043);
select information_schema._pg_char_max_length('a'::text, 'b'::text);
select _pg_char_max_length(1043, 9);
select pg_catalog._pg_char_max_length(1043, 9);
select (information_schema._pg_truetypid(a, t))::information_schema.cardinal_number::text from pg_attribute a, pg_type t where t.oid = atttypid and attrelid = 'ti'::regclass and attname = 't' and information_schema._pg_truetypid(a, t) = 1043;
