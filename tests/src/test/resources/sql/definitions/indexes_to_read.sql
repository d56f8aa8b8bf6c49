-- Indexes with fewer parentheses, as psql shows them.
create table u(id int primary key, email varchar(100), age int, n numeric(5,2));
create index i1 on u (lower(email), (age + 1), (-age) desc);
create index i2 on u (email) where age > 3 and (email like 'x%' or age::numeric > n);
create unique index i3 on u ((coalesce(email, 'x')), id) include (n);
select indexrelid::regclass, k, pg_get_indexdef(indexrelid, k, true), pg_get_indexdef(indexrelid, k, false) from pg_index, generate_series(0, 4) k where indrelid = 'u'::regclass order by 1, 2;
select pg_get_expr(indpred, indrelid, true), pg_get_expr(indexprs, indrelid, true), pg_get_expr(indpred, indrelid), pg_get_expr(indexprs, indrelid) from pg_index where indrelid = 'u'::regclass order by indexrelid::regclass::text;
create index i4 on u (upper(lower(email) || 'x'), (email || 'y'), (n::int % 3), (age::text)) where lower(email) = 'a' and age in (1,2);
create index i5 on u ((age is null), (case when age > 3 then 1 else 2 end));
create index i6 on u (abs(age * 2 + 1), (n > 3 and age < 2), md5(email::bytea), (age between 1 and 2), date_part('day', timestamp '2020-01-01' + age * interval '1 day'), (email like 'x%'), (array[age, 2]), ((array[1, age])[1]), nullif(age, 3), greatest(age, 2), length(substring(email, 1, 3)), btrim(email), (-age + 3), ((age + 1) * 2), (email::varchar(3)));
select indexrelid::regclass, k, pg_get_indexdef(indexrelid, k, true), pg_get_indexdef(indexrelid, k, false) from pg_index, generate_series(0, 16) k where indrelid = 'u'::regclass and indexrelid::regclass::text > 'i3' order by 1, 2;
select pg_get_expr(indpred, indrelid, true), pg_get_expr(indexprs, indrelid, true), pg_get_expr(indpred, indrelid), pg_get_expr(indexprs, indrelid) from pg_index where indrelid = 'u'::regclass order by indexrelid::regclass::text;
