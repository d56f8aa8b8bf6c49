-- Changes of domains.
-- details
create domain d int;
create domain e d;
create table t(a d, b e, c int);
insert into t values (1, 2, 3), (-1, null, null);
alter domain d set default 42;
insert into t(c) values (5) returning *;
alter domain d set default 'x';
alter domain d drop default;
alter domain d drop default;
insert into t(c) values (6) returning a;
-- state
alter domain d set not null;
delete from t where a is null or b is null;
alter domain d set not null;
alter domain d set not null;
insert into t(a) values (null);
insert into t values (1, 1) returning *;
alter domain d drop not null;
insert into t values (-5, -6);
alter domain d add check (value > 0);
alter domain d add constraint pos check (value > 0) not valid;
insert into t values (-7, 1);
insert into t values (1, -7);
select conname, convalidated, pg_get_constraintdef(oid) from pg_constraint where contypid = 'd'::regtype;
alter domain d validate constraint pos;
delete from t where a < 0 or b < 0;
alter domain d validate constraint pos;
alter domain d validate constraint pos;
alter domain d validate constraint nosuch;
select conname, convalidated from pg_constraint where contypid = 'd'::regtype;
alter domain d add constraint pos check (value > 1);
alter domain e add constraint small check (value < 100);
select 200::e;
select -200::e;
select (-200)::e;
alter domain d rename constraint pos to positive;
alter domain d rename constraint nosuch to x;
alter domain e rename constraint small to positive;
alter domain d drop constraint nosuch;
alter domain d drop constraint if exists nosuch;
alter domain d drop constraint positive;
select -200::d;
alter domain d add unique (a);
alter domain d add primary key (a);
alter domain nosuch set not null;
alter domain int4 set not null;
create type en as enum ('x');
alter domain en set not null;
alter domain en rename to y;
drop domain en;
drop domain nosuch;
drop domain if exists nosuch;
alter domain d rename to dd;
select 1::dd, 1::d;
alter type dd rename to d;
create schema s;
alter domain d set schema s;
select 5::s.d;
select (-5)::e;
select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = 't'::regclass and attnum > 0 order by attnum;
alter domain s.d set schema public;
create table arr(x e[]);
alter domain e add check (value <> 7);
drop table arr;
alter domain e add check (value <> 7);
begin;
alter domain e add constraint now check (value > 1000);
savepoint a;
select 5::e;
rollback to a;
rollback;
select 5::e;
-- state
drop domain d;
-- state
drop domain d cascade;
select attname from pg_attribute where attrelid = 't'::regclass and attnum > 0 and not attisdropped;
create domain word text check (value ~ '^\w+$');
create type color as enum ('red', 'green');
create domain warm color check (value <> 'green');
create table w(a word, b warm, c warm[]);
insert into w values ('ok', 'red', '{red}') returning a, b, c::text;
insert into w values ('not ok', 'red');
insert into w values ('ok', 'green');
-- state
insert into w values ('ok', 'red', '{red,green}');
insert into w values ('ok', 'blue');
alter type color rename value 'green' to 'cold';
insert into w values ('ok', 'cold');
select pg_get_constraintdef(oid) from pg_constraint where contypid = 'warm'::regtype;
-- state
drop type color cascade;
select * from w;
-- Sessions see each other's changes.
create domain shared int;
create table st(a shared);
prepare q as insert into st values ($1);
execute q(1);
-- session other
alter domain shared add check (value > 0);
-- session main
execute q(-1);
execute q(2);
begin;
insert into st values (7);
-- session other
-- waits
alter domain shared add constraint less check (value < 5);
-- session main
commit;
-- join other
select * from st order by 1;
