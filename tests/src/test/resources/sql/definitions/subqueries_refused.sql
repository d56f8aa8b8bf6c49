-- What must not have subqueries in it.
-- details
create table k1(x int check (x < any (select 1)));
create table k2(x int check (x = any (select 1)));
create table k3(x int check (x in (select 1)));
create table k4(x int check (x not in (select 1 union select 2)));
create table k5(x int check (exists (select 1)));
create table k6(x int check (x > (select 1)));
create table k9(x int check (array(select 1) is null));
create table k10(x int check (x > all (select 1)));
create table d1(x int default (select 1));
create table d2(x bool default (1 = any (select 1)));
create table d3(x int, y bool generated always as (x < any (select 1)) stored);
create table ix(x int);
create index on ix ((x < any (select 1)));
create index on ix (x) where x < any (select 1);
create domain dx as int check (value < any (select 1));
create domain dx as int check (value < (select 1));
alter table ix alter x type text using (x < any (select 1))::text;
alter table ix add check (x < (select 1));
alter table ix alter x set default (select 1);
create statistics sx on (x < any (select 1)), x from ix;
create function fx(a int default (select 1)) returns int language sql return 1;
prepare foo as select $1::int;
execute foo((select 1));
execute foo(1);
create view vx as select x from ix where x < any (select 1) group by x having x in (select 1);
select * from ix join ix i2 on ix.x = (select 1);
