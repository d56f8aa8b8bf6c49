select 1; select 2
SELECT d.datname as "Name", pg_catalog.pg_get_userbyid(d.datdba) as "Owner", pg_catalog.pg_encoding_to_char(d.encoding) as "Encoding", d.datcollate as "Collate", d.datctype as "Ctype", d.daticulocale as "ICU Locale", CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider", pg_catalog.array_to_string(d.datacl, E'\n') AS "Access privileges" FROM pg_catalog.pg_database d ORDER BY 1;
SELECT n.nspname as "Schema", c.relname as "Name", CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' END as "Type", pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema' AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2;
SELECT r.rolname, r.rolsuper, ARRAY(SELECT b.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles b ON (m.roleid = b.oid) WHERE m.member = r.oid) as memberof, r.rolreplication FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1;
SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname OPERATOR(pg_catalog.~) '^(t)$' COLLATE pg_catalog.default AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3;
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), a.attnotnull, (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation, a.attidentity, a.attgenerated FROM pg_catalog.pg_attribute a WHERE a.attrelid = '16384' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum;
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) WHERE c.oid = '16384';
SELECT pol.polname, pol.polpermissive, CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END FROM pg_catalog.pg_policy pol WHERE pol.polrelid = '16384' ORDER BY 1;
SELECT oid, stxrelid::pg_catalog.regclass, 'd' = any(stxkind) AS ndist_enabled, stxstattarget FROM pg_catalog.pg_statistic_ext WHERE stxrelid = '1' ORDER BY 3, 4;
SELECT pubname , NULL , NULL FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_namespace pn ON p.oid = pn.pnpubid WHERE pc.oid ='16384' and pg_catalog.pg_relation_is_publishable('16384') UNION SELECT pubname , pg_get_expr(pr.prqual, c.oid) , (CASE WHEN pr.prattrs IS NOT NULL THEN (SELECT string_agg(attname, ', ') FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s, pg_catalog.pg_attribute WHERE attrelid = pr.prrelid AND attnum = prattrs[s]) ELSE NULL END) FROM pg_catalog.pg_publication p ORDER BY 1;
select o.n, p.partstrat, pg_catalog.count(i.inhparent) from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on (n.oid = c.relnamespace) cross join lateral (select pg_catalog.array_position(pg_catalog.current_schemas(true), n.nspname)) as o(n) left join pg_catalog.pg_partitioned_table as p on (p.partrelid = c.oid) where c.relname = $1 and o.n is not null group by 1, 2 order by 1 asc limit 1
create table pgbench_history(tid int,bid int,aid    int,delta int,mtime timestamp,filler char(22)) with (fillfactor=100) tablespace x
insert into pgbench_accounts(aid,bid,abalance,filler) select aid, (aid - 1) / 100000 + 1, 0, '' from generate_series(1, 100000) as aid
alter table pgbench_accounts add primary key (aid)
copy pgbench_accounts from stdin with (freeze on)
copy t (a,b) to stdout with csv header delimiter ',' null as ''
vacuum analyze pgbench_branches
create unlogged table if not exists t (a serial primary key, b numeric(10,2) default -1 not null check (b > 0), c timestamp with time zone default now(), unique(a,b), foreign key (a) references s(b) on delete cascade)
with recursive t(n) as (values (1) union all select n+1 from t where n < 100) select sum(n) from t
select a, row_number() over (partition by b order by c rows between unbounded preceding and 1 following) from t window w as (order by x)
insert into t as x (a, b) values (1, default), (2, 3) on conflict (a) where b > 0 do update set b = excluded.b, (c, d) = (1, 2) where x.a > 1 returning *, a as z
update only t as x set a = a + 1, b[1] = 2 from s where x.a = s.b returning x.*
delete from t using s where t.a = s.a
select * from a join b join c on x on y, lateral f(1) with ordinality as g(x, y) natural left join h
select -2 ^ 2, not a = b, a between 1 and 2 and c, a is distinct from b, x at time zone 'utc', (r).f, ((select 1) + 2), interval '1' day, date '2020-01-01', numeric(10,2) '1.5', a::varchar(5)[], extract(year from now()), substring('a' from 1 for 2), trim(both 'x' from y), position('a' in 'b'), overlay('a' placing 'b' from 1)
select a ~ 'x', b !~* 'y', c like any (array['a']), (1,2) = (3,4), row(1), array[[1,2],[3,4]], x[1:2], count(distinct a order by b) filter (where c), percentile_cont(0.5) within group (order by a)
select 1 from t for update of t skip locked
declare c scroll cursor with hold for select 1
fetch forward 10 from c
fetch all c
begin transaction isolation level repeatable read, read only
set session characteristics as transaction isolation level serializable
set local time zone 'UTC'
set search_path to a, b
explain (analyze, buffers off, format json) select 1
create unique index concurrently i on t using btree (a desc nulls last, lower(b) text_pattern_ops, (c + 1)) include (d) where e > 0
((select 1) union (select 2 order by 1)) limit 3
select distinct on (a) a, b from t group by grouping sets ((a), (b), ()), rollup (a, b) having count(*) > 1 order by a using < nulls first offset 2 rows fetch first 3 rows only
table t
select u&'d\0061t\+000061', E'\x41\u00e9', $$a'b$$, $x$a$$b$x$, b'101', 1.5e10, .5, 'a'
select current_date, current_timestamp(3), user, coalesce(a, b), greatest(1, 2), nullif(1, 2), exists (select 1)
select values from t as values
prepare p(int, text) as select $1, $2
execute p(1, 'a')
create role x with login password 'y' connection limit 5
alter table t alter column a type int using a::int, drop column if exists b cascade, rename column a to b
comment on column t.a is 'x'
lock table t in share row exclusive mode nowait
