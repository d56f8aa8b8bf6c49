-- Numbers given as strings, and how defaults and conditions show them.
create table t(a numeric(10,2) default '0', b numeric default '1.5', c numeric(5,1) default 0, d bigint default '5', e float8 default '1', f varchar(5) default 'x', g int default '7', h smallint default '-3', i numeric default '-2', j bool default 't', l numeric(4,1)[] default '{1}', m text default 5, n numeric default 1::bigint, o float4 default 0.5, p char(3) default 'a', q numeric default '7', r numeric default 99999999999999999999, s numeric generated always as (a * 2 + '3') stored, check (a > 3 and q > '4' and q in (1, 2.5) and coalesce(q, 0) > 1));
create index ti on t ((q + '4')) where q > '3' and r < 100;
select attname, pg_get_expr(adbin, adrelid) from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = 't'::regclass order by attnum;
select pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 't'::regclass;
select pg_get_indexdef('ti'::regclass), pg_get_indexdef('ti'::regclass, 0, true);
alter table t alter b set default '3', alter c type numeric(7,3), alter d type numeric, alter e type numeric(8,2);
alter table t alter d type int, alter g type numeric, alter h type bigint, alter i type float8;
select attname, pg_get_expr(adbin, adrelid) from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = 't'::regclass order by attnum;
create view v as select q + '3' as x, q > 4 as y, coalesce(q, '1') as z, 12345678901234567890 as w from t;
select pg_get_viewdef('v'::regclass);
create function f(x numeric default '4', y numeric default 5) returns numeric language sql as 'select x + y';
select pg_get_function_arguments('f'::regproc);
insert into t(q, r) values (2.5, 1);
insert into t(a, q, r) values (5, 6, 1);
select f();
