-- Sets whose arguments are sets, side by side with others, and where calls must not have sets within them.
-- details
select generate_series(1, generate_series(1, 3));
select generate_series(generate_series(1,3), generate_series(2, 4));
select generate_series(1, 2), generate_series(1, generate_series(2, 3));
select x, generate_series(1, generate_series(1, x)) + 1 as y, unnest(array[x, generate_series(1, 2)]) from (values (1), (2)) v(x) order by 1, 2, 3;
select generate_series(1, generate_series(1, 3)) g group by g order by g;
select generate_series(1, generate_series(1, 3)) g, count(*) group by 1 order by 1;
select generate_series(1, generate_series(1, 2)) g, sum(x) from (values (1), (2)) v(x) order by 1;
select distinct generate_series(1, generate_series(1, 3)) g order by g desc limit 2;
select sum(x), generate_series(1, generate_series(1, count(*)::int)) from (values (1), (2)) v(x);
select generate_series(1, generate_series(1, generate_series(1, 2)));
select row_number() over () r, generate_series(1, generate_series(1, x)) from (values (1), (2)) v(x);
select x from (values (1), (2)) v(x) order by generate_series(1, generate_series(1, x)), x;
select coalesce(generate_series(1, 2), 1);
select case when true then generate_series(1, 2) end;
select sum(generate_series(1, 2));
select coalesce(1, 2) + generate_series(1, 2) as n, greatest(generate_series(1, 3), 2);
select case when x > 1 then (select generate_series(x, x)) end from (values (1), (2)) v(x);
select count(*) filter (where generate_series(1, 2) > 1);
select array_agg(x order by unnest(array[x])) from (values (1), (2)) v(x);
select string_agg(x, ',') from (select regexp_split_to_table(unnest(array['a b', 'c']), ' ') x) q;
