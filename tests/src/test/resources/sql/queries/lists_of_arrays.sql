-- Arrays that an index has, in lists: there are no arrays of them.
create table a(x int[], y text[], z numeric, unique (x, z), unique (y));
insert into a values ('{1}', '{a}', 1), ('{2}', '{b}', 2), (null, '{c}', 3);
select * from a where x in ('{1}', '{3}');
select * from a where x in (array[1], array[3]) and y = '{a}';
select * from a where x = '{1}' or x = '{2}' order by 1;
select * from a where (x, z) in (('{1}', 1), ('{2}', 7));
select * from a where (y, x) in (('{a}', '{1}'), ('{b}', '{7}')) or y in ('{c}', '{d}') order by y;
update a set z = 9 where x in ('{1}', '{2}') returning *;
delete from a where y in ('{c}', null) returning *;
prepare q(int[], int[]) as select * from a where x in ($1, $2);
execute q('{1}', '{2}');
-- ANY of what could be an array of arrays.
select array[1] = any('{{1}}');
select array[1] <> all('{1}');
select array[1] = any(null);
select array[1] = any(select array[1]);
prepare p as select array[1] = any($1);
-- Several fractions of values of other types.
select percentile_disc(array[0.1, 0.5]) within group (order by x) from a;
create type size as enum ('s', 'm', 'l');
select percentile_disc(array[0.1, 0.5, 1]) within group (order by v) from (values ('s'::size), ('l')) s(v);
create type pair as (a int, b int[]);
select percentile_disc(array[0.1, 1]) within group (order by v) from (values ('(1,{1})'::pair), ('(0,{5})')) s(v);
