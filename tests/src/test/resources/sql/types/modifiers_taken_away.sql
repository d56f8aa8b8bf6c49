-- Casts to a type without the modifier that the value's has.
create table t1 (x int, n numeric(8,2), v varchar(7), i interval(1));
create view vn as select 1.5::numeric(10,2)::numeric as a, x::numeric as b, x::numeric(5) c, 'abc'::varchar(5)::varchar d,
  '2020-01-01'::timestamp(1)::timestamp f, n::numeric as g, n::numeric(8,2) as h, v::varchar as i, v::text as j, i::interval as k from t1;
select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'vn'::regclass and attnum > 0 order by attnum;
select pg_get_viewdef('vn');
insert into t1 values (1, 2.345, 'abc', '1.26 sec');
select g, h, i, j, k from vn;
create index on t1 (n); create index on t1 (v);
select x from t1 where n::numeric = 2.35 and v::varchar = 'abc';
create table ti (a interval(2) default '1.23456 sec', b interval hour to minute default '1:30:20', c interval(3) default interval '1.23456 sec');
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'ti'::regclass order by adnum;
insert into ti default values;
select * from ti;
create view vi as select interval '1 day 2 hours' as a, interval(2) '1.2345 sec' as b, '1.2345 sec'::interval(2) as c, interval '1' year as d, interval '1.234' second(1) as e;
select pg_get_viewdef('vi');
select * from vi;
