-- Owners, privileges and comments stay whatever is altered.
create role ow_a; create role ow_b; create schema ow; create schema ow2; grant all on schema ow, ow2 to ow_a, ow_b; set search_path = ow; set role ow_a;
create table t(a int primary key, b text default 'x', c int); grant select on t to ow_b; grant update(b) on t to ow_b; comment on table t is 'ct'; comment on column t.b is 'cb';
create index ti on t(b); comment on index ti is 'ci';
create sequence s; grant usage on s to ow_b; comment on sequence s is 'cs';
create view v as select a, b from t; grant select on v to ow_b; grant update(b) on v to ow_b; comment on view v is 'cv'; comment on column v.b is 'cvb';
create function f(int) returns int language sql as 'select $1'; revoke all on function f(int) from public; grant execute on function f(int) to ow_b; comment on function f(int) is 'cf';
create type en as enum ('a','b'); grant usage on type en to ow_b; comment on type en is 'ce';
create domain d as int check (value > 0); grant usage on domain d to ow_b; comment on domain d is 'cd'; comment on constraint d_check on domain d is 'cdc';
create type co as (x int, y text); comment on type co is 'cco';
create procedure p(int) language sql as 'select 1'; grant execute on procedure p(int) to ow_b;
create aggregate ag(int) (sfunc = int4pl, stype = int); grant execute on function ag(int) to ow_b; comment on aggregate ag(int) is 'cag';
create view allacl as
 select 'rel ' || relname as n, relowner::regrole::text o, relacl::text acl, obj_description(oid, 'pg_class') c from pg_class where relnamespace in ('ow'::regnamespace, 'ow2'::regnamespace) and relname <> 'allacl'
 union all select 'att ' || attrelid::regclass || '.' || attname, '', attacl::text, col_description(attrelid, attnum) from pg_attribute where attrelid in (select oid from pg_class where relnamespace in ('ow'::regnamespace, 'ow2'::regnamespace)) and (attacl is not null or col_description(attrelid, attnum) is not null)
 union all select 'fun ' || proname, proowner::regrole::text, proacl::text, obj_description(oid, 'pg_proc') from pg_proc where pronamespace in ('ow'::regnamespace, 'ow2'::regnamespace)
 union all select 'typ ' || typname, typowner::regrole::text, typacl::text, obj_description(oid, 'pg_type') from pg_type where typnamespace in ('ow'::regnamespace, 'ow2'::regnamespace) and typtype in ('e','d')
 union all select 'con ' || conname, '', '', obj_description(oid, 'pg_constraint') from pg_constraint where connamespace in ('ow'::regnamespace, 'ow2'::regnamespace) order by 1;
select * from allacl;
reset role;
alter table t add d int default 3, alter a type bigint, alter b set default 'y', drop column c;
select * from allacl;
alter table t drop constraint t_pkey; alter table t add primary key (b); truncate t; 
alter sequence s increment 2 restart; alter sequence s as int maxvalue 1000;
create or replace view v as select a, b, b as b2 from t;
create or replace function f(int) returns int language sql immutable as 'select $1 + 1'; alter function f(int) cost 7 strict;
alter type en add value 'c'; alter type en rename value 'a' to 'aa';
alter domain d set default 5; alter domain d add constraint dc2 check (value < 100); alter domain d set not null;
alter type co add attribute z int;
create or replace procedure p(int) language sql as 'select 2';
create or replace aggregate ag(int) (sfunc = int4pl, stype = int, initcond = '0');
reindex table t; cluster t using t_pkey;
select * from allacl;
alter table t rename to t2; alter table t2 rename b to bb; alter view v rename to v2; alter sequence s rename to s2; alter function f(int) rename to f2; alter type en rename to en2; alter domain d rename to d2; alter index ti rename to ti2; alter aggregate ag(int) rename to ag2; alter view v2 rename column b to bbb;
select * from allacl;
alter table t2 set schema ow2; alter view v2 set schema ow2; alter sequence s2 set schema ow2; alter function f2(int) set schema ow2; alter type en2 set schema ow2; alter domain d2 set schema ow2; alter aggregate ag2(int) set schema ow2; alter type co set schema ow2;
select * from allacl;
alter table ow2.t2 owner to ow_b; alter view ow2.v2 owner to ow_b; alter sequence ow2.s2 owner to ow_b; alter function ow2.f2(int) owner to ow_b; alter type ow2.en2 owner to ow_b; alter domain ow2.d2 owner to ow_b; alter aggregate ow2.ag2(int) owner to ow_b;
select * from allacl;
drop schema ow cascade; drop schema ow2 cascade; drop role ow_a, ow_b;
