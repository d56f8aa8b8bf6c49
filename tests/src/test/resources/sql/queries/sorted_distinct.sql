-- DISTINCT of what is sorted, and the orders that texts and numbers begin with.
create table sd(id int primary key, t text, p char(12), v varchar(40), f float8, n numeric, b bytea, u uuid, l bigint);
insert into sd values
  (1, 'abcdefgh', 'a', 'x', 'NaN', 1.0, '\x00', '00000000-0000-0000-0000-000000000000', -1),
  (2, 'abcdefgz', 'a ', 'x', '-0', 1.00, '\x0001', 'ffffffff-0000-0000-0000-000000000000', 0),
  (3, 'abcdefgh', 'ab', '', '0', 10, '', '7fffffff-ffff-ffff-ffff-ffffffffffff', 9223372036854775807),
  (4, 'abcé', 'éé', '日本語', '-Infinity', -2, '\xff', null, -9223372036854775808),
  (5, 'abcü', '日本', '日本', 'Infinity', null, null, '80000000-0000-0000-0000-000000000000', null),
  (6, null, null, null, null, 0.5, '\x0102030405060708', '00000000-0000-0000-8000-000000000000', 5),
  (7, '', '', 'abcdefghijklmnopqrstuvwxyz0123456789', 5e-324, 2, '\x010203040506070809', '00000000-0000-0000-7000-000000000000', 5);
select id, t, p, v from sd;
select p, v, id from sd where id between 1 and 5;
select distinct t from sd order by t;
select distinct t from sd order by t desc;
select distinct t from sd order by t nulls first;
select distinct p from sd order by p desc nulls last;
select distinct v from sd order by v limit 3;
select distinct f from sd order by f;
select distinct f from sd order by f desc limit 2;
select distinct n from sd order by n;
select distinct b from sd order by b;
select distinct u from sd order by u desc;
select distinct l from sd order by l;
select distinct l, t from sd order by l, t;
select distinct l, t from sd order by t;
select distinct on (l) l, id from sd order by l, id desc;
select count(*) from (select distinct l from sd order by l) x;
select id from sd order by p, id;
select id from sd order by b nulls first, id;
select id from sd order by u, id;
select id from sd order by f desc nulls last, id desc;
select id, octet_length(p), length(p), p || '|' from sd order by id;
update sd set v = p where id in (2, 4);
insert into sd(id, t, p) select id + 10, v, p from sd where id < 5;
select id, t, p, octet_length(t) from sd where id > 10 order by id;
create table sd2 as select p, v, id from sd where id <= 5;
select p, v, octet_length(v) from sd2 order by id;
drop table sd, sd2;
-- One group, whose rows are sorted without its number, beside several.
create table one (g int, n numeric, s text);
insert into one select i % 3, nullif((i * 7919 % 101)::numeric / 4, 5), nullif('v' || i * 31 % 13, 'v5') from generate_series(1, 400) i;
select percentile_disc(array[0, 0.25, 0.5, 1]) within group (order by n), percentile_disc(0.5) within group (order by n desc), mode() within group (order by s), count(distinct n), count(distinct s) from one;
select string_agg(distinct s, ',' order by s desc), array_agg(n order by n desc nulls last, s) filter (where n > 24), array_agg(distinct n order by n nulls first) from one;
select g, percentile_disc(0.5) within group (order by n), count(distinct s) from one group by grouping sets ((g), ()) order by g nulls last;
select percentile_disc(0.5) within group (order by n), string_agg(s, ',' order by s) from one where false;
select rank('v7') within group (order by s), dense_rank('v7') within group (order by s desc), percentile_cont(0.3) within group (order by n::float8) from one;
drop table one;
