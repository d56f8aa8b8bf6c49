-- What PostgreSQL's jsonb_jsonpath.sql, horology.sql and numeric.sql ask for.
select jsonb_path_query('"1000000-01-01"', '$.datetime() > "2020-01-01 12:00:00".datetime()'::jsonpath);
select jsonb_path_query_tz('"1000000-01-01"', '$.datetime() < "2020-01-01 12:00:00+01".datetime()'::jsonpath);
select jsonb_path_query('"2020-01-01 12:00:00"', '$.datetime() < "1000000-01-01".datetime()'::jsonpath);
select jsonb_path_query('"1000000-01-01"', '$.datetime() > "1000000-01-02".datetime()'::jsonpath);
select i, to_timestamp('20181102123456123456', 'YYYYMMDDHH24MISSFF' || i) from generate_series(1, 6) i;
select to_timestamp('12345', 'MISSFF1'), to_timestamp('123456 7', 'HH24MISS FF3');
-- Variances of numbers with more digits than a numeric has.
create table nv(a numeric);
insert into nv values (0), (3e-500), (-3e-500), (4e-500 - 1e-16383), (-4e-500 + 1e-16383);
select trim_scale(variance(a) * 1e1000), trim_scale(var_pop(a) * 1e1000), trim_scale(stddev(a) * 1e500) from nv;
-- Series that end where numerics do.
select (i / (10::numeric ^ 131071))::numeric(1, 0)
from generate_series(6 * (10::numeric ^ 131071), 9 * (10::numeric ^ 131071), 10::numeric ^ 131071) as a(i);
select (i / (10::numeric ^ 131071))::numeric(1, 0)
from generate_series(-6 * (10::numeric ^ 131071), -9 * (10::numeric ^ 131071), -1 * (10::numeric ^ 131071)) as a(i);
