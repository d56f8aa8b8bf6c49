-- Objects by their types and names, and the other way round.
-- details
create schema "S x"; create table "S x"."T" (a int primary key default 3, "B b" text, constraint ck check (a > 0)); create view "S x".v as select 1 as c; create domain "S x".d as int constraint dc check (value > 0); create type "S x".ct as (x int); create function "S x".f(int, text[], numeric) returns int language sql as 'select 1'; create sequence "S x".sq; create collation "S x".co from "C"; create statistics "S x".st on a, "B b" from "S x"."T"; create index ti on "S x"."T"("B b"); create type "S x".en as enum ('a');
select pg_get_object_address('one', '{}', '{}');
select pg_get_object_address('toast table', '{}', '{}');
select pg_get_object_address('column', '{}', '{}');
select pg_get_object_address('index column', '{}', '{}');
select pg_get_object_address('table', '{}', '{}');
select pg_get_object_address('table', '{null}', '{}');
select pg_get_object_address('table', '{one}', '{}');
select pg_get_object_address('table', '{one,two}', '{}');
select pg_get_object_address('table', '{one,two,three}', '{}');
select pg_get_object_address('type', '{}', '{}');
select pg_get_object_address('type', '{a,b}', '{}');
select pg_get_object_address('type', '{nope}', '{}');
select pg_get_object_address('cast', '{int4}', '{}');
select pg_get_object_address('operator', '{+}', '{int4}');
select pg_get_object_address('operator', '{+}', '{int4,nope}');
select pg_get_object_address('operator class', '{btree}', '{}');
select pg_get_object_address('role', '{a,b}', '{}');
select pg_get_object_address('role', '{}', '{}');
select pg_get_object_address('role', '{nope}', '{}');
select pg_get_object_address('schema', '{nope}', '{}');
select pg_get_object_address('function', '{nope}', '{}');
select pg_get_object_address('function', '{nope}', '{int4}');
select pg_get_object_address('table column', '{pg_class,nope}', '{}');
select pg_get_object_address('table column', '{nope}', '{}');
select pg_get_object_address('default value', '{pg_class,oid}', '{}');
select pg_get_object_address('domain constraint', '{int4}', '{x}');
select pg_get_object_address('domain constraint', '{int4}', '{}');
select pg_get_object_address('large object', '{123}', '{}');
with o(type, names, args) as (values
 ('table', '{"S x","T"}'::text[], '{}'::text[]), ('view','{"S x",v}','{}'), ('index','{"S x",ti}','{}'), ('sequence','{"S x",sq}','{}'), ('table column','{"S x","T","B b"}','{}'),
 ('type','{"\"S x\".d"}','{}'), ('type','{"\"S x\".en[]"}','{}'), ('type','{int4}','{}'), ('type','{"pg_catalog.varchar"}','{}'), ('function','{"S x",f}','{int4,"text[]",numeric}'), ('function','{pg_catalog,upper}','{text}'), ('aggregate','{sum}','{int4}'),
 ('table constraint','{"S x","T",ck}','{}'), ('table constraint','{"S x","T","T_pkey"}','{}'), ('domain constraint','{"\"S x\".d"}','{dc}'), ('default value','{"S x","T",a}','{}'), ('rule','{"S x",v,_RETURN}','{}'), ('operator','{+}','{int4,int4}'), ('operator class','{btree,int4_ops}','{}'), ('cast','{int4}','{int8}'), ('collation','{"S x",co}','{}'), ('collation','{C}','{}'), ('statistics object','{"S x",st}','{}'), ('schema','{"S x"}','{}'), ('role','{postgres}','{}'), ('database','{postgres}','{}'), ('language','{sql}','{}'), ('access method','{btree}','{}'), ('extension','{plpgsql}','{}'), ('tablespace','{pg_default}','{}'), ('table','{pg_catalog,pg_class}','{}'), ('table column','{pg_class,oid}','{}'))
select o.type, (a.classid::regclass), a.objsubid, i.*, d.type, d.identity from o, pg_get_object_address(o.type, o.names, o.args) a, pg_identify_object_as_address(a.classid, a.objid, a.objsubid) i, pg_identify_object(a.classid, a.objid, a.objsubid) d;
select * from pg_identify_object_as_address(1259, 0, 0);
select * from pg_identify_object_as_address('pg_class'::regclass, 'pg_class'::regclass, 1);
select pg_get_object_address(null, '{}', '{}') is null, pg_get_object_address('table', null, '{}');
select * from pg_get_object_address(null, '{one}', '{}');
select * from pg_get_object_address('table', null, '{}') a, pg_identify_object(null, 1, 0) i, pg_identify_object_as_address(1, null, 0) s;
select * from pg_sequence_parameters(null);
select proname, prorows, proretset, proisstrict, provolatile from pg_proc where proname ~ '^(pg_identify_obj|pg_get_object_a|pg_sequence_par)' order by 1;
