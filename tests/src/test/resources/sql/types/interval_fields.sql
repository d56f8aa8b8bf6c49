-- binary
-- Intervals with fields and precision.
create table iv(id int primary key, a interval day, b interval(3), c interval second(2), d interval year to month, e interval day to second(4), f interval hour default '5', g interval minute[]);
insert into iv values (1,'7','1.23456','1 day 2:03:04.567','1-2','1 2:03:04.56789', default, '{1,2:03:04}');
insert into iv(id,a,b) values (2, interval '36 hours', interval '1.9999 sec');
select * from iv order by id;
select attname, format_type(atttypid, atttypmod), atttypmod from pg_attribute where attrelid='iv'::regclass and attnum>0 order by attnum;
select column_name, data_type, interval_type, interval_precision, datetime_precision from information_schema.columns where table_name='iv' order by ordinal_position;
select '1 day 2:03:04.567'::interval hour to minute, cast('1 year 3 mons' as interval year), '90 min'::interval::interval hour, interval(2) '1.123456789';
select interval '1' year, interval '2' month, interval '3' day, interval '4' hour, interval '5' minute, interval '6' second, interval '1-2' year to month, interval '1 2' day to hour, interval '1 2:03' day to minute, interval '1:2' minute to second, interval '12:34.5678' minute to second(2);
select interval '1' year to day;
select interval '1' day to month;
select interval '1' second to day;
select interval '1' year(2);
create domain span interval day to minute;
select '1 2:03:04'::span, domain_name, interval_type, datetime_precision from information_schema.domains where domain_name = 'span';
create view ivv as select a, '1 day'::interval hour x from iv;
select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid='ivv'::regclass and attnum>0 order by attnum;
alter table iv alter column e type interval hour;
select e from iv order by id;
