-- Names that say a database: this one's are found, another one's are refused.
-- state
create schema s1;
 create schema s2;
create table s1.t(a int, b int);
create table s2.t(a int, c int);
create table t(a int);
-- state
insert into s1.t values (1,2);
insert into s2.t values (1,3);
insert into t values (1);
-- state
create view v as select * from t;
-- state
create sequence sq;
create type ty as enum('x');
create type ct as (a int);
create domain dd as int;
-- state
create function f(int) returns int language sql as 'select 1';
-- state
create index ti on t(a);
-- state
select * from text_names_of_databases.public.t;
-- state
select * from other.public.t;
-- state
select * from nodb.nosch.t;
-- state
select * from a.b.c.t;
-- state
select text_names_of_databases.public.t.a from t;
-- state
select other.public.t.a from t;
-- state
select text_names_of_databases.public.t.* from t;
-- state
select other.public.t.* from t;
-- state
select a.b.c.d.e from t;
-- state
select a.b.c.d.* from t;
-- state
select other.public.t.nocol from t;
-- state
select text_names_of_databases.public.t.nocol from t;
-- state
select text_names_of_databases.public.x.nocol from t;
-- state
select text_names_of_databases.public.t from t;
-- state
select other.public.t from t;
-- state
select public.t from t;
-- state
select public.t.* from t;
-- state
select count(t.*) from t;
-- state
select row(other.public.t.*) from t;
-- state
select text_names_of_databases.pg_catalog.abs(-1);
-- state
select other.pg_catalog.abs(-1);
-- state
select other.public.f(-1);
-- state
select a.b.c.abs(1);
-- state
select 1::other.public.ty;
-- state
select 'x'::other.public.ty;
-- state
select 'x'::a.b.c.ty;
-- state
select 'text_names_of_databases';
-- state
select 1 operator(other.pg_catalog.+) 1;
-- state
insert into other.public.t values (1);
-- state
insert into text_names_of_databases.public.t values (1);
-- state
insert into a.b.c.t values (1);
-- state
update other.public.t set a=1;
-- state
delete from other.public.t;
-- state
truncate other.public.t;
-- state
create table other.public.t5(a int);
-- state
create table a.b.c.t5(a int);
-- state
create table text_names_of_databases.public.t5(a int);
-- state
create view other.public.v5 as select 1;
-- state
create sequence other.public.v5;
-- state
create index on other.public.t(a);
-- state
alter table other.public.t add b int;
-- state
alter table other.public.t rename to b;
-- state
alter table if exists other.public.t add b int;
-- state
alter sequence other.public.sq increment 2;
-- state
alter view other.public.v rename to c;
-- state
alter index other.public.ti rename to c;
-- state
drop table other.public.t;
-- state
drop table if exists other.public.t;
-- state
drop table a.b.c.d;
-- state
drop table text_names_of_databases.public.t5;
-- state
drop view other.public.v;
-- state
drop index other.public.ti;
-- state
drop sequence other.public.sq;
-- state
drop type other.public.ty;
-- state
drop type if exists other.public.ty;
-- state
drop domain other.public.dd;
-- state
drop function other.public.f(int);
-- state
drop function if exists other.public.f(int);
-- state
create type other.public.tt as enum();
-- state
create type other.public.tt as (a int);
-- state
create domain other.public.tt as int;
-- state
create function other.public.g() returns int language sql as 'select 1';
-- state
create aggregate other.public.g(int) (sfunc=int4pl, stype=int);
-- state
create collation other.public.xx from "C";
-- state
create statistics other.public.st on a, b from s1.t;
-- state
drop statistics other.public.st;
-- state
drop collation other.public.xx;
-- state
drop aggregate other.public.g(int);
-- state
alter type other.public.ty add value 'z';
-- state
alter domain other.public.dd set default 1;
-- state
alter function other.public.f(int) stable;
-- state
comment on table other.public.t is 'x';
-- state
comment on column other.public.t.a is 'x';
-- state
comment on column text_names_of_databases.public.t.a is 'x';
-- state
comment on column a.b.c.t.a is 'x';
-- state
comment on function other.public.f(int) is 'x';
-- state
comment on type other.public.ty is 'x';
-- state
grant select on other.public.t to public;
-- state
grant usage on sequence other.public.sq to public;
-- state
grant execute on function other.public.f(int) to public;
-- state
grant usage on type other.public.ty to public;
-- state
copy other.public.t to stdout;
-- state
copy text_names_of_databases.public.t to stdout;
-- state
analyze other.public.t;
-- state
vacuum other.public.t;
-- state
cluster other.public.t;
-- state
reindex table other.public.t;
-- state
reindex index other.public.ti;
-- state
select 'other.public.t'::regclass;
-- state
select ('text_names_of_databases' || '.public.t')::regclass = 't'::regclass;
-- state
select 'a.b.c.t'::regclass;
-- state
select to_regclass('other.public.t');
-- state
select 'other.public.ty'::regtype;
-- state
select 'other.public.f'::regproc;
-- state
select 'other.public.f(int)'::regprocedure;
-- state
select to_regproc('other.public.f');
-- state
select 'other.pg_catalog."C"'::regcollation;
-- state
select 'other.pg_catalog.+'::regoper;
-- state
select nextval('other.public.sq');
-- state
select nextval('text_names_of_databases' || '.public.sq');
-- state
select pg_get_serial_sequence('other.public.t','a');
-- state
select has_table_privilege('other.public.t','select');
-- state
create table x1 (like other.public.t);
-- state
create table x1 (a int references other.public.t);
-- state
create table x1 of other.public.ct;
-- state
create table x1 (a other.public.ct);
-- state
create table x1 (a text collate other.pg_catalog."C");
-- state
select * from information_schema.tables limit 0;
-- state
select count(*)>0 from text_names_of_databases.pg_catalog.pg_class;
-- state
select count(*)>0 from other.pg_catalog.pg_class;
-- state
select count(*)>0 from text_names_of_databases.information_schema.tables;
-- state
select count(*)>0 from other.information_schema.tables;
-- state
select other.pg_catalog.pg_class.relname from pg_class;
-- state
alter table t set schema other.public;
-- state
create table x1(a int, constraint c foreign key (a) references text_names_of_databases.public.t(a));
-- state
select * into other.public.t7 from t;
-- state
create table other.public.t7 as select 1;
-- state
create temp table other.pg_temp.t7(a int);
-- state
create temp table text_names_of_databases.pg_temp.t7(a int);
-- state
select * from text_names_of_databases.pg_temp.t7;
-- state
alter sequence sq owned by other.public.t.a;
-- state
create sequence sq9 owned by other.public.t.a;
-- state
select nextval('a.b.c.d');
-- state
call other.public.p();
-- state
select t.a::other.public.t.a%type from t;
-- state
create function g(other.public.t.a%type) returns int language sql as 'select 1';
