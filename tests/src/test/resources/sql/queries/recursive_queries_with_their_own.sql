-- A recursive query may begin with a WITH of its own (PostgreSQL's with.sql).
with recursive t(j) as (
    with recursive s(i) as (values (1) union all select i + 1 from s where i < 4)
    select i from s union all select j + 1 from t where j < 4)
select * from t order by j;
with recursive t(j) as (with s as (select 2 as i) select i from s union select j + i from t, s where j < 9) select * from t order by j;
with recursive t(j) as (with s as (select 1 from t) select 1 union all select j + 1 from t where j < 3) select * from t;
with recursive t(j) as (with t as (select 1 as j) select j from t union all select j + 1 from t) select * from t order by j;
with recursive t(j) as (with s as (select 1 as i) select i from s union all select j + 1 from t where j < 3 order by 1) select * from t;
with recursive t(j) as (with s(i) as (values (1), (2)) select i from s union select t.j + 2 from t join s on t.j = s.i where j < 6) select * from t order by j;
select o, (with recursive t(j) as (with s as (select o as i) select i from s union all select j + 1 from t where j < o + 2) select string_agg(j::text, ',' order by j) from t) from generate_series(1, 3) o;
create view counted as with recursive t(j) as (with s(i) as (values (1)) select i from s union all select j + 1 from t where j < 3) select * from t;
select * from counted order by j;
select pg_get_viewdef('counted');
drop view counted;
