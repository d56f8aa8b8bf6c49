-- CREATE SCHEMA with elements; calls of procedures in functions.
-- details
create schema cs1 create table t1(a int primary key, b text) create view v1 as select a from t1 create index i1 on t1(b);
select * from cs1.v1;
create schema cs2 create view v2 as select a from t2 create table t2(a int);
select * from cs2.v2;
create schema cs3 create table cs1.x(a int);
create schema cs4 create table t(a int) grant select on t to public;
select has_table_privilege('pg_monitor', 'cs4.t', 'select');
create schema cs5 create sequence s5 create table t5(a int default nextval('s5'));
create schema cs5b create sequence s5 create table t5(a int);
create schema if not exists cs5b create table z(a int);
create schema cs6 create table t(a int) create table t(a int);
select count(*) from pg_namespace where nspname = 'cs6';
create schema cs7 create function f() returns int language sql as 'select 1';
create schema cs8 create table a8(x int primary key) create table b8(y int references a8);
insert into cs8.b8 values (1);
create schema authorization pg_monitor create table own(a int);
create table args(a text[]);
create procedure pout(a int, out b int) language sql as $$ select a $$;
create function fcall() returns void language sql as $$ call pout(1, null) $$;
create procedure pno(a int) language sql as $$ insert into args values (array[a::text]) $$;
create function fcall2() returns void language sql as $$ call pno(7) $$;
select fcall2();
select * from args order by 1;
drop table cs8.b8; drop table cs8.a8; drop schema cs8;
drop view cs1.v1; drop table cs1.t1; drop schema cs1;
