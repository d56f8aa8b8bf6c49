-- Changes of enums: values that are added and renamed, names and schemas, dependencies, transactions.
-- details
create type planets as enum ('venus', 'earth', 'mars');
alter type planets add value 'uranus';
alter type planets add value 'mercury' before 'venus';
alter type planets add value 'saturn' before 'uranus';
alter type planets add value 'jupiter' after 'mars';
alter type planets add value 'neptune' after 'uranus';
select enumlabel, enumsortorder from pg_enum where enumtypid = 'planets'::regtype order by 2;
alter type planets add value 'pluto' after 'ceres';
alter type planets add value 'pluto' before 'ceres';
alter type planets add value 'mercury';
alter type planets add value if not exists 'mercury';
alter type planets add value if not exists 'mercury' after 'ceres';
alter type planets add value 'plutoplutoplutoplutoplutoplutoplutoplutoplutoplutoplutoplutopluto';
alter type nosuch add value 'x';
alter type int4 add value 'x';
create table p(v planets, vs planets[] default '{mars,venus}', w planets default 'earth' check (w <> 'venus'), t text default 'mars'::planets::text);
insert into p select unnest(enum_range(null::planets));
alter type planets rename value 'earth' to 'terra';
alter type planets rename value 'earth' to 'x';
alter type planets rename value 'mars' to 'venus';
alter type planets rename value 'mars' to 'ares';
insert into p default values returning *;
select * from p order by v;
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'p'::regclass order by adnum;
select pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 'p'::regclass;
select 'earth'::planets;
select enum_range(null::planets);
alter type planets rename to worlds;
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'p'::regclass order by adnum;
select typname from pg_type where typname in ('worlds', '_worlds', 'planets', '_planets') order by 1;
select 'mercury'::planets;
insert into p default values returning *;
insert into p values ('zzz');
create schema s;
alter type worlds set schema s;
alter type worlds rename to x;
select 'mercury'::worlds;
select 'mercury'::s.worlds, '{ares}'::s.worlds[], pg_typeof('ares'::s.worlds);
select 'x'::s.worlds;
insert into p default values returning *;
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'p'::regclass order by adnum;
select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'p'::regclass and attnum > 0 order by attnum;
select nspname, typname, pg_type_is_visible(t.oid) from pg_type t join pg_namespace n on n.oid = typnamespace where typname in ('worlds', '_worlds') order by 2;
alter type s.worlds set schema nosuch;
alter type s._worlds rename to y;
alter type s._worlds set schema public;
set search_path = s, public;
select 'mercury'::worlds, pg_typeof('ares'::s.worlds);
reset search_path;
alter type s.worlds set schema public;
alter type worlds set schema public;
create type taken as enum ();
alter type taken rename to worlds;
alter type worlds rename to p;
alter type taken rename to _worlds;
select typname from pg_type where typname ~ 'worlds|taken' order by 1;
drop type _worlds;
alter type worlds rename to planets;
-- A value is not used before it is committed.
begin;
alter type planets add value 'x1';
select 'x1'::planets;
rollback;
select 'x1'::planets;
begin;
alter type planets add value 'x1' before 'mercury';
insert into p values ('x1');
rollback;
begin;
alter type planets add value 'x1' before 'mercury';
select enum_first(null::planets);
rollback;
begin;
alter type planets add value 'x1' before 'mercury';
select enum_last(null::planets), enum_range('ares'::planets, null);
select enum_range(null::planets);
rollback;
begin;
alter type planets add value 'x1' before 'mercury';
commit;
select 'x1'::planets, enum_first(null::planets);
begin;
create type bogus as enum ('good');
select 'good'::bogus;
alter type bogus rename to bogon;
alter type bogon rename value 'good' to 'better';
select 'better'::bogon;
alter type bogon add value 'bad';
savepoint a;
select enum_range(null::bogon);
rollback to a;
select 'better'::bogon;
rollback;
select 'good'::bogus;
begin;
create type bogus as enum ('good');
savepoint a;
alter type bogus add value 'better';
rollback to a;
select enum_range(null::bogus);
commit;
select enum_range(null::bogus);
-- Many at one place.
create type ins as enum ('L1', 'L2');
alter type ins add value 'i1' before 'L2';
alter type ins add value 'i2' before 'L2';
alter type ins add value 'i3' before 'L2';
alter type ins add value 'i4' before 'L2';
alter type ins add value 'i5' before 'L2';
alter type ins add value 'i6' before 'L2';
alter type ins add value 'i7' before 'L2';
alter type ins add value 'i8' before 'L2';
alter type ins add value 'i9' before 'L2';
alter type ins add value 'i10' before 'L2';
alter type ins add value 'i11' before 'L2';
alter type ins add value 'i12' before 'L2';
alter type ins add value 'i13' before 'L2';
alter type ins add value 'i14' before 'L2';
alter type ins add value 'i15' before 'L2';
alter type ins add value 'i16' before 'L2';
alter type ins add value 'i17' before 'L2';
alter type ins add value 'i18' before 'L2';
alter type ins add value 'i19' before 'L2';
alter type ins add value 'i20' before 'L2';
alter type ins add value 'i21' before 'L2';
alter type ins add value 'i22' before 'L2';
alter type ins add value 'i23' before 'L2';
alter type ins add value 'i24' before 'L2';
alter type ins add value 'i25' before 'L2';
alter type ins add value 'i26' before 'L2';
alter type ins add value 'i27' before 'L2';
alter type ins add value 'i28' before 'L2';
select enumlabel, enumsortorder from pg_enum where enumtypid = 'ins'::regtype order by 2;
select enum_range(null::ins);
-- What depends on types.
create type a as enum ('a1', 'a2');
create type b as enum ('b1');
create table d(x a, y b, z a[], t text default 'a1'::a::text, u text check (u <> 'a2'::a::text), i int generated always as (case when 'a1'::a < 'a2'::a then 1 else 2 end) stored);
create view v as select x from d;
-- state
drop type a;
-- state
drop type a, b;
drop type b cascade;
drop type a cascade;
select attname, atttypid::regtype from pg_attribute where attrelid = 'd'::regclass and attnum > 0 and not attisdropped order by attnum;
select * from v;
insert into d values ('t2') returning *;
create schema t;
create type t.e as enum ('e');
create table t.u(e t.e);
create table outside(e t.e, n int default 1);
-- state
drop schema t;
drop schema t cascade;
insert into outside default values returning *;
-- Sessions see each other's changes.
create type seen as enum ('one');
create table st(s seen);
insert into st values ('one');
prepare q as select s from st order by s;
execute q;
-- session other
prepare q as select s from st order by s;
execute q;
-- session main
alter type seen add value 'zero' before 'one';
insert into st values ('zero');
execute q;
-- session other
execute q;
insert into st values ('zero') returning s;
alter type seen rename value 'one' to 'uno';
-- session main
execute q;
begin;
alter type seen add value 'two';
-- session other
select 'two'::seen;
-- waits
alter type seen add value 'three';
-- session main
commit;
-- join other
select enum_range(null::seen);
create table uses(s seen);
-- session other
-- PostgreSQL does not lock the types of a table that is being made, so what comes of both at a time is not compared.
drop type seen cascade;
-- session main
select * from uses;
select * from st;
