-- The name of a type is not that of a field unless a row can become one.
create type shade as (light int);
create domain small as int;
create table lamps(a int);
select lamps.shade from lamps;
select lamps.small from lamps;
select (lamps).shade from lamps;
select lamps.int4 from lamps;
create view ranked as select rank(5, 'AZ'::text, 50) within group (order by a, 'x'::text desc, a) from lamps;
select pg_get_viewdef('ranked');
select * from ranked;
drop view ranked;
drop table lamps;
