-- What PostgreSQL's limit.sql, select_having.sql and expressions.sql ask for.
create table nv(a int);
insert into nv values (1), (2), (2);
select a from nv order by 1 fetch first null rows with ties;
select a from nv order by 1 fetch first (null+1) rows with ties;
create view first_of as select a from nv order by 1 fetch first null rows with ties;
-- A HAVING alone makes one group of whatever rows there are.
create table th(a int, b int);
insert into th values (0, 1), (1, 2);
select 1 as one from th where 1/a = 1 having 1 < 2;
select 1 as one from th where 1/a = 1 having 1 > 2;
select (select 5 from th having true), count(*) from th having true;
select 1 from th t where exists (select 1 from th where th.a = t.b having true);
select 1 from th having true order by 1 limit 1;
select a from th having true;
select 1 from th having a > 0;
select generate_series(1, 2) from th having true;
select row_number() over () from th having true;
select distinct 1 from th having 1 = 1;
select (select t.a from th having true) from th t order by 1;
-- Schemas of the system in the path.
set search_path = pg_catalog;
select current_schema, current_schemas(true), current_schemas(false);
set search_path = information_schema, public, pg_catalog;
select current_schema, current_schemas(true), current_schemas(false);
reset search_path;
select regtype('ng_catalog.int4');
select 'ng_catalog.int4'::regtype;
select regcollation('ng_catalog."POSIX"');
select to_regtype('ng_catalog.int4'), to_regcollation('ng_catalog."POSIX"');
