-- binary
-- Character types compared with each other, and letter case character by character.
select 'a'::varchar = 'a  '::char(5), 'a  '::char(5) = 'a'::varchar, 'a'::text = 'a  '::char(5), 'a'::char(5) = 'a  ';
select 'a  '::varchar = 'a  '::char(5), 'a  '::varchar = 'a  '::text, 'a '::varchar < 'a'::char(5), 'a'::name = 'a  '::char(5);
create table vc (v varchar, c char(5), t text);
insert into vc values ('a','a','a'), ('b ','b','b ');
select * from vc where v = c;
select * from vc where t = c;
select * from vc where c = t;
select * from vc a join vc b on a.v = b.c;
select * from vc where v in (c);
select * from vc where c in ('a   ', 'b'::varchar);
select * from vc where c like 'a%';
select v || '|' || c || '|' from vc;
select max(v), max(c) from vc;
select case when true then v else c end from vc;
select coalesce(v, c), pg_typeof(coalesce(v,c)), pg_typeof(coalesce(c,v)), pg_typeof(coalesce(c,t)) from vc;
select v from vc union select c from vc order by 1;
select length(c), length(v), c::text || 'x', octet_length(c) from vc;
select 'a '::char(3) = any(array['a'::varchar]);
select array['a '::varchar] = array['a'::bpchar];
select nullif('a '::varchar, 'a'::bpchar);
select upper('ß'), lower('İ'), initcap('ßa ǆb ŉ'), upper('ŉ ǆ ǅ ﬀ'), lower('ΑΣ'), initcap('éa 1b_c d-e');
select position('a'::varchar in 'ba'::text), length('a '::varchar), upper('a'::varchar), 'abc'::varchar like 'a%', 'abc'::varchar ~ 'b';
-- Names of what is padded, and padded values together with names.
create table named(v name, d name);
create table padded(w char(3));
insert into named values ('a', 'b');
insert into padded values ('q');
select 'ab'::char(5)::name || '|', 'ab'::name::char(5)::text || '|', pg_typeof('ab'::name::varchar), name('x'::char(4)), "varchar"('x'::name);
select coalesce(v, w), pg_typeof(coalesce(v, w)), pg_typeof(coalesce(w, v)), case when v < w then v else w end, array[v, w], greatest(v, w), v = w, nullif(w, v) from named, padded;
select v from named union all select w from padded;
select pg_typeof(coalesce(v, 'x'::varchar)), pg_typeof(coalesce('x'::varchar, v)), pg_typeof(coalesce('x'::varchar, w)) from named, padded;
update named set v = w from padded returning v || '|';
update padded set w = d from named returning w || '|';
select castcontext from pg_cast where (castsource, casttarget) in (('name'::regtype, 'varchar'::regtype), ('bpchar'::regtype, 'name'::regtype)) order by 1;
