-- binary
-- Functions of users in SQL: definitions, calls, what they see, catalogs.
-- details
create table account(id int primary key, owner text, balance numeric not null default 0);
insert into account values (1, 'ann', 10), (2, 'bob', 20), (3, 'ann', 5);
create function add(a int, b int) returns int language sql as 'select a + b';
create function add(a int, b int) returns int language sql as 'select a + b';
create or replace function add(a int, b int) returns int immutable language sql as $$ select $1 + $2 $$;
create or replace function add(a int, b int) returns bigint language sql as 'select 1::bigint';
create or replace function add(x int, b int) returns int language sql as 'select 1';
create function add(a text, b text) returns text return a || '/' || b;
create function twice(x int) returns int immutable strict return x * 2;
select add(1, 2), add('a', 'b'), add(1::smallint, 2), twice(4), twice(null);
select add(1, 'x');
select add(1.5, 2);
select add(1);
select nothing(1);
create function total(text) returns numeric stable language sql as 'select sum(balance) from account where owner = $1';
select owner, total(owner) from account group by owner order by 1;
select id from account where twice(id) = add(2, 2);
create function owners() returns setof text language sql as 'select distinct owner from account order by 1';
select * from owners();
select owners();
select * from owners() with ordinality as o(name, place);
select a.id, o from account a, lateral owners() o where o = a.owner order by 1, 2;
create function rich(minimum numeric default 10) returns table(id int, balance numeric) language sql as $$
  select id, balance from account where account.balance >= minimum order by account.id
$$;
select * from rich();
select * from rich(6) r where r.balance < 15;
select (rich(20)).*;
select r.id from rich(0) with ordinality r(id, b, n) where n = 2;
create function one(i int) returns account language sql as 'select * from account where id = i';
select * from one(2);
select (one(2)).owner;
select * from one(99);
create function all_of(who text) returns setof account language sql begin atomic select * from account where owner = who order by id; end;
select * from all_of('ann');
select count(*) from all_of('ann') where id > 1;
create function both(in a int, out s int, out p int) language sql as 'select a + a, a * a';
select * from both(5);
select (both(5)).p;
create function pair(inout a int, inout b text) language sql as 'select a + 1, b || b';
select * from pair(1, 'x');
create function deposit(i int, much numeric) returns numeric language sql as $$
  update account set balance = balance + much where id = i;
  select balance from account where id = i;
$$;
select deposit(1, 5), deposit(1, 5);
select balance from account where id = 1;
create function open(i int, who text) returns int language sql as 'insert into account values (i, who) returning id';
select open(4, 'cid');
select open(4, 'cid');
create function clear(i int) returns void language sql as 'delete from account where id = i';
select clear(4);
select count(*) from account;
create function sum_of(variadic xs int[]) returns bigint language sql as 'select sum(x) from unnest(xs) x';
select sum_of(1, 2, 3), sum_of(variadic array[4, 5]), sum_of(7);
create function factorial(n int) returns numeric language sql as 'select case when n <= 1 then 1 else n * factorial(n - 1) end';
select factorial(20);
create function endless(n int) returns int language sql as 'select endless(n + 1)';
-- state
select endless(1);
create function half(n int) returns numeric language sql as 'select n / 0';
-- state
select half(1);
create function greet(name text, greeting text default 'Hello', mark text default '!') returns text language sql as
  $$ select greeting || ', ' || name || mark $$;
select greet('you'), greet('you', 'Hi'), greet('you', 'Hi', '?');
select * from add(1, 2) with ordinality;
select * from both(2) with ordinality b(s, p, n);
create function named(account int) returns int language sql as 'select named.account + account';
select named(4);
-- what a body must be
create function bad1() returns int language sql as 'select ''x''::text';
create function bad2() returns int language sql as 'select 1, 2';
create function bad3() returns int language sql as 'delete from account where id = 77';
create function bad4() returns int language sql as 'select no_column from account';
create function bad5() returns int language sql as 'selec 1';
create function bad6() returns int language sql as 'select $1';
create function bad7() returns table(a int, b int) language sql as 'select 1';
create function bad8() returns table(a int, b int) language sql as 'select 1, 2, 3';
create function bad9() returns table(a int, b int) language sql as $$select 1, 'x'::text$$;
create function bad10() returns int language sql as '';
create function bad11() language sql as 'select 1';
create function bad12() returns int language sql;
create function bad13() returns int as 'select 1';
create function bad14() returns int language nolanguage as 'select 1';
create function bad15(a int, a int) returns int language sql as 'select 1';
create function bad16(a int default 1, b int) returns int language sql as 'select 1';
create function bad17(out a int, out b int) returns int language sql as 'select 1, 2';
create function bad18() returns int immutable immutable language sql as 'select 1';
create function bad19() returns no_type language sql as 'select 1';
create function bad20() returns int stable language sql as 'select 1' rows 3;
create function bad21() returns int language sql as 'select 1' cost 0;
create function bad22(variadic a int) returns int language sql as 'select 1';
create function bad23() returns cstring language sql as 'select 1';
create function wide() returns bigint language sql as 'select 1';
select wide(), pg_typeof(wide());
set check_function_bodies = off;
create function later() returns int language sql as 'select v from later_table';
set check_function_bodies = on;
-- state
select later();
create table later_table(v int);
insert into later_table values (42);
select later();
-- changes of functions
drop function nothing(int);
drop function if exists nothing(int), nothing;
drop function add;
drop function add(int);
drop function add(text, text);
alter function twice(int) rename to double;
select double(3);
alter function double(int) volatile called on null input cost 7;
select provolatile, proisstrict, procost from pg_proc where proname = 'double';
create schema other;
alter function double(int) set schema other;
select double(3);
select other.double(3);
set search_path = other, public;
select double(4);
reset search_path;
-- state
drop schema other;
drop schema other cascade;
-- state
select other.double(3);
select proname, pronargs, pronargdefaults, proretset, proargnames, proargmodes, provolatile
  from pg_proc where pronamespace = 'public'::regnamespace order by proname;
select proname, pg_get_function_arguments(oid), pg_get_function_identity_arguments(oid), pg_get_function_result(oid), pg_function_is_visible(oid)
  from pg_proc where pronamespace = 'public'::regnamespace order by proname;
select pg_get_functiondef('greet'::regproc);
select pg_get_functiondef('rich'::regproc);
select 'greet'::regproc, 'total'::regproc::oid = (select oid from pg_proc where proname = 'total');
-- where functions may be
create table checked(v int check (twice2(v) > 0));
create function positive(v int) returns boolean immutable return v > 0;
create table checked(v int check (positive(v)), d int default wide());
insert into checked values (1);
insert into checked values (-1);
select * from checked;
create view doubled as select id, add(id, id) as twice from account;
select * from doubled order by 1;
begin;
create function gone() returns int return 1;
select gone();
rollback;
select gone();
begin read only;
select total('ann');
select deposit(1, 1);
rollback;
create function look() returns bigint volatile language sql as 'select count(*) from account';
create function glance() returns bigint stable language sql as 'select count(*) from account';
with changed as (insert into account values (9, 'zed') returning id) select look(), glance() from changed;
create function stable_change() returns int stable language sql as 'insert into account values (50) returning id';
-- state
select stable_change();
-- named arguments
select greet(name => 'you'), greet('you', mark => '?'), greet(greeting := 'Bye', name := 'me');
select greet('you', name => 'x');
select greet(name => 'x', 'you');
select greet(name => 'x', name => 'y');
select greet(nobody => 'x');
select greet(mark => 'x');
select * from rich(minimum => 15);
select make_interval(days => 10), make_interval(1, hours => 2, secs => 1.5), make_date(day => 1, month => 2, year => 2003);
select jsonb_set('{"a":1}', '{b}', '2', create_if_missing => false), jsonb_insert(jsonb_in => '[1]', path => '{0}', replacement => '2', insert_after => true);
select parse_ident('A.b', strict => false);
select make_interval(nothing => 1);
create index on account(twice3(id));
create function plus(v int) returns int immutable return v + 1;
create function two_bodies() returns int language sql as 'select 1' return 2;
select pg_typeof(null), pg_typeof('x'), pg_typeof(null::text), pg_typeof(coalesce(null, 'x')), pg_typeof((select 'x')), pg_typeof(case when true then 'x' end);
select pg_typeof(x) from (select 'x' as x) s;
select pg_size_pretty(x), pg_size_pretty(-x) from (values (10.5), (1000.5), (10239), (10240), (11528652096115048447), (1e30)) v(x);
select pg_size_pretty('-9223372036854775808'::bigint), pg_size_pretty('NaN'::numeric), pg_size_pretty(20479::bigint);
select distinct from (select 1) s;
