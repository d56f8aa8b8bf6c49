-- What depends on functions of users and what they depend on; changes of their types; several sessions.
-- details
create type mood as enum ('sad', 'ok');
create table ft(a int, b text);
insert into ft values (1, 'x'), (2, 'y');
create view fv as select a from ft;
create function same_mood(m mood) returns mood language sql as 'select m';
create function is_happy(m mood) returns boolean language sql as $$ select m::text = 'happy' $$;
create function rows_of() returns setof ft language sql as 'select * from ft order by a';
create function views_of() returns setof fv language sql as 'select * from fv order by a';
select same_mood('ok'), is_happy('ok');
alter type mood add value 'happy';
select same_mood('happy'), is_happy('happy');
drop type mood;
-- state
drop table ft;
drop type mood cascade;
select same_mood('happy');
prepare p as select * from rows_of();
execute p;
create or replace function rows_of() returns setof ft language sql as 'select * from ft where a = 1';
execute p;
create function one() returns int return 1;
create function positive(v int) returns boolean immutable return v > 0;
create table uses(v int default one() constraint positive check (positive(v)));
insert into uses default values;
insert into uses values (-1);
drop function one();
drop function positive;
drop function one() cascade;
insert into uses default values;
select * from uses order by v;
drop function positive(int) cascade;
insert into uses values (-1);
create role fowner;
create function owned(int) returns int return $1;
alter function owned(int) owner to fowner;
select pg_get_userbyid(proowner) from pg_proc where proname = 'owned';
-- state
drop role fowner;
set role fowner;
alter function one_more() rename to two;
alter function views_of() rename to other;
drop function rows_of();
create or replace function rows_of() returns setof ft language sql as 'select * from ft';
select owned(3);
reset role;
drop owned by fowner;
drop role fowner;
select owned(3);
-- session other
begin;
create function unseen() returns int return 2;
select unseen();
-- session main
select unseen();
-- session other
commit;
-- session main
select unseen();
create or replace function unseen() returns int return 3;
-- session other
select unseen();
-- session main
create table counted(n int);
create function count_up(n int) returns bigint language sql as 'insert into counted values (n); select count(*) from counted';
select count_up(x) from generate_series(1, 4) x;
select count_up(5) + count_up(6);
select * from count_up(7) a, count_up(8) b;
update counted set n = n + count_up(n)::int where n < 3;
select n from counted order by n;
create function raises(n int) returns int language sql as 'insert into counted values (n); select 1 / n';
-- state
select raises(0);
select count(*) from counted;
create function sets(n int) returns setof int language sql as 'select x from generate_series(1, n) x';
select sets(2), sets(3);
select x, sets(x) from generate_series(0, 3) x;
select * from generate_series(1, 3) x, sets(x) y where y > 1 order by 1, 2;
select * from sets(1000) limit 2;
select count(*) from sets(100000);
select 1 where exists (select from sets(0));
select array(select sets(3));
create function twins(a int, out b int, out c int) returns setof record language sql as 'select a, a + 1 union all select 0, 0';
select * from twins(4);
select twins(4);
select (twins(4)).c;
select t.b, t.c, t.ordinality from twins(4) with ordinality t;
comment on function sets(int) is 'numbers';
comment on function sets is 'numbers up to n';
select obj_description('sets'::regproc, 'pg_proc');
comment on function sets(text) is 'x';
comment on function sets(int) is null;
select obj_description('sets'::regproc, 'pg_proc');
