-- Functions that are built in, written as fields of their only argument.
-- details
create table t1 (f1 int, x int);
insert into t1 values (1, 1), (2, 2);
select t1.count from t1;
select (t1).count from t1;
select t1.max from t1;
select t1.to_json from t1;
select t1.row_to_json from t1;
select (t1.row_to_json)->'f1' from t1;
select t1.text from t1;
select t1.name from t1;
select f1.abs from t1;
select (f1).abs from t1;
select (x).text from t1;
select (t1).row_to_json from t1;
select t1.pg_typeof from t1;
select t1.num_nulls from t1;
select t1.nosuch from t1;
select (t1).nosuch from t1;
select (f1).nosuch from t1;
select t1.count from t1 group by f1 order by 1;
select t1.count, count(*) from t1;
select f1 from t1 order by t1.count;
select f1, count(*) from t1 group by f1 having t1.count > 0 order by t1.count, f1;
create view vt as select t1.row_to_json, t1.count from t1 group by t1.*;
create view vt2 as select t1.row_to_json as j, (t1).to_jsonb from t1;
select pg_get_viewdef('vt2');
select * from vt2;
select pg_get_viewdef('vt');
select * from collation for ('a' collate "C");
select * from collation for ('a'::text) as c(x);
create view vr as select array[row(1, 2)] as r;
create table tr as select array[row(1, 2)] as r;
create view vrec as select row(1, 2) as r;
select * from unnest(array[row(1, 'a'::text), row(2, 'b'::text)]) as q(a int, b text);
select * from unnest(array[row(1, 'a'::text)]) as q(a int, b int);
select * from unnest(array[row(1, 'a'::text)]) as q(a int);
select * from rows from (unnest(array[row(1, 'a'::text)]) as (a int, b text), generate_series(1, 2));
select q.a, q.b = row(2), q.c = array[row(3)], q.d = row(row(4)) from
  unnest(array[row(1, row(2), array[row(3)], row(row(4))), row(2, row(3), array[row(4)], row(row(5)))])
  as q(a int, b record, c record[], d record);
create function r1(a int) returns int begin atomic ;;return a + 1;; end;
select r1(2);
create function r2(a text) returns boolean begin atomic select 1; return a = 'x'; end;
select r2('x'), r2('y');
create function r3(a int) returns int begin atomic return; end;
