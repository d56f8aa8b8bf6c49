-- Functions and other objects among the session's own, which has no tables yet.
create function pg_temp.f(int) returns int language sql as 'select $1 + 1';
select pg_temp.f(1);
select f(1);
create aggregate pg_temp.ag(int) (sfunc = int4pl, stype = int);
select pg_temp.ag(x) from generate_series(1, 3) x;
create procedure pg_temp.pp() language sql as 'select 1';
call pg_temp.pp();
create function pg_temp.g() returns int language sql begin atomic select 5; end;
select pg_temp.g();
create table st (a int, b int);
create statistics pg_temp.ss on a, b from st;
drop statistics pg_temp.ss;
drop function pg_temp.f(int);
create index on st ((row(a, b)));
create index on st ((a + 1), (row(a)));
create index sti on st ((a + 1));
-- state
alter index sti alter column 0 set statistics 100;
-- state
alter index sti alter column 2 set statistics 100;
