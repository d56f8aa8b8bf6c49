-- What fails and nobody asks for: values of rows of which only is asked whether there are any, and columns that are left out.
create table t(a int, b text);
insert into t values (1, 'x'), (2, 'y');
select exists (select 1/0 from t), exists (select 1/0 from t limit 1), exists (select 1/0 from t where a > 5);
select exists (select 1/0), exists (select 1/0 where false), not exists (select 1/0 from t);
select exists (select a/0 from t order by a), exists (select a from t order by 1/a limit 1);
select a from t where exists (select t.a/0 from t u where u.a = t.a) order by a;
select exists (select count(*)/0 from t);
create sequence sq;
select exists (select nextval('sq') from t);
select nextval('sq');
create view vz as select 1/0 as q, 2 as r;
select 1 from vz;
select r from vz;
select q from vz;
create view vy as select * from vz;
select r from vy;
select count(*) from vy;
select r from (select 1/0 as q, a as r from t) x order by r;
