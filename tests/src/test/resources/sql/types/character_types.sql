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
