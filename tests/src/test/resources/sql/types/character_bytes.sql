-- The type "char" beside text.
select 'a'::"char" = 'a'::text, 'a'::"char" = any(array['a', 'b']), 'a'::"char" operator(pg_catalog.=) any(array['r', 'a']), 'b'::"char" < 'a'::text;
select lower('A'::"char"), 'a'::"char" || 'b', length('a'::"char"), 'a'::"char" like 'a%', ''::"char" || 'x';
select pg_typeof('a'::"char"::text), pg_typeof('a'::"char"::varchar), 'abc'::text::"char", 'abc'::varchar(5)::"char", 'abc'::char(5)::"char", 'a'::"char"::char(3);
select 'a'::"char"::int, 97::"char", 200::"char";
select (-1)::"char"::int;
select count(*) > 0 from pg_class where relkind = any(array['r', 'v']);
select relkind || 'x' from pg_class where relname = 'pg_class';
create table cb(c "char", t text, v varchar(3));
insert into cb values ('q'::text, 'q'::"char", 'q'::"char"), ('', ''::"char", ''::"char");
select c, t, v, c = t, c::text = v from cb order by 1;
insert into cb(c) values (98);
select coalesce(c, 'z'), case when c = 'q' then c else 'n' end from cb order by 1;
select 'a'::"char" in ('a', 'b'), 'c'::"char" between 'a' and 'd';
select castsource::regtype, casttarget::regtype, castcontext, castmethod from pg_cast where castsource = '"char"'::regtype or casttarget = '"char"'::regtype order by 1::text, 2::text;
select proname, pg_get_function_arguments(oid) from pg_proc where oid in (77, 78, 860, 944, 946) order by oid;
