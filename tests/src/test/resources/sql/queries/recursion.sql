-- Rows come as the recursion goes on, so that one without an end can be read in part.
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 3;
WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL (WITH RECURSIVE x(m) AS (SELECT 10 UNION ALL SELECT m + 1 FROM x) SELECT m + n FROM x, q)) SELECT count(*) FROM (SELECT n FROM q LIMIT 20) s;
WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT (n + 1) % 4 FROM t) SELECT n FROM t ORDER BY n;
-- One that does not read itself is a union like others.
WITH RECURSIVE x(id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM x WHERE id < 5), y(id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM x WHERE id < 10) SELECT y.id, x.id FROM y LEFT JOIN x USING (id) ORDER BY 1, 2;
WITH RECURSIVE x(id) AS (SELECT 1 UNION ALL SELECT 2), y AS (SELECT id FROM x UNION SELECT id FROM x) SELECT * FROM y ORDER BY id;
WITH RECURSIVE x AS (SELECT 1 AS n) SELECT * FROM x;
-- Where a query must not read itself.
WITH RECURSIVE x(n) AS (SELECT n FROM x) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT n FROM x UNION ALL SELECT 1) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 INTERSECT SELECT n + 1 FROM x) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 EXCEPT ALL SELECT n + 1 FROM x) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n IN (SELECT n FROM x)) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM (VALUES (1)) y(a) WHERE EXISTS (SELECT 1 FROM x)) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT a.n + b.n FROM x a, x b) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT x.n + 1 FROM (VALUES (1)) y(a) LEFT JOIN x ON x.n = y.a WHERE n < 10) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT x.n + 1 FROM x RIGHT JOIN (VALUES (1)) y(a) ON x.n = y.a WHERE n < 10) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT x.n + 1 FROM x FULL JOIN (VALUES (1)) y(a) ON x.n = y.a WHERE n < 10) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL (SELECT n + 1 FROM x WHERE n < 3 INTERSECT ALL SELECT 2)) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL (SELECT 2 EXCEPT SELECT n FROM x)) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x ORDER BY 1) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x LIMIT 10 OFFSET 1) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x LIMIT 10) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x LEFT JOIN (VALUES (1)) y(a) ON x.n = y.a WHERE n < 4) SELECT * FROM x;
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT s.m FROM x, LATERAL (SELECT x.n + 1 AS m) s WHERE n < 3) SELECT n FROM x WHERE n IN (SELECT n FROM x);
-- The rules of a domain hold once all parts of a value are assigned.
CREATE TYPE pieces AS (one int, two text[]);
CREATE DOMAIN whole AS pieces CHECK ((VALUE).one IS NOT NULL AND (VALUE).two IS NOT NULL);
CREATE DOMAIN two_of AS int[] CHECK (VALUE[1] IS NOT NULL AND VALUE[2] IS NOT NULL);
CREATE TABLE parts_of (w whole, t two_of);
INSERT INTO parts_of (w.one, w.two) VALUES (1, '{a}') RETURNING *;
INSERT INTO parts_of (t[1], t[2]) VALUES (1, 2) RETURNING *;
INSERT INTO parts_of (w.one) VALUES (1);
INSERT INTO parts_of (t[1]) VALUES (1);
UPDATE parts_of SET w.one = 2, w.two = '{b,c}' RETURNING *;
UPDATE parts_of SET t[1] = NULL;
-- What names columns, and what does not order unions.
SELECT (p.*)::text, (SELECT (p.*)::text) FROM (VALUES (1, 2)) p;
SELECT 1 AS a UNION SELECT 2 ORDER BY b;
SELECT 1 AS a UNION SELECT 2 ORDER BY a + 1;
-- Calls with what only aggregates take.
SELECT nosuch(DISTINCT 1);
SELECT nosuch(1 ORDER BY 2);
SELECT nosuch(1 ORDER BY 2, 3);
SELECT lower(DISTINCT 'A');
SELECT float8_regr_accum('{4,140,2900,1290,83075,15050}', 200, 100), float8_regr_combine('{3,60,200,750,20000,2000}', '{2,180,200,740,57800,-3400}'), float8_regr_avgx('{3,60,200,750,20000,2000}'), float8_regr_slope('{3,60,200,750,20000,2000}'), float8_regr_intercept('{3,60,200,750,20000,2000}'), float8_regr_r2('{3,60,200,750,20000,2000}'), float8_corr('{3,60,200,750,20000,2000}'), float8_covar_pop('{3,60,200,750,20000,2000}'), float8_covar_samp('{1,60,200,750,20000,2000}');
-- WITH in a step of a recursion is computed in each step.
with recursive x(a) as ((values ('a'), ('b')) union all (with z as not materialized (select * from x) select z.a || z1.a from z cross join z as z1 where length(z.a || z1.a) < 5)) select * from x order by length(a), a;
with recursive x(a) as ((values ('a'), ('b')) union all (with z as materialized (select * from x) select z.a || z.a from z where length(z.a || z.a) < 5)) select * from x;
with recursive x(a) as (select 1 union all (with z as (select a + 1 as b from x where a < 6), y as (select b from z) select y.b from y join z using (b))) select * from x;
with recursive x(a) as (select 1 union all (with z as (select a + 1 as b from x where a < 6) select b from z where b <= (select max(b) from z))) select * from x;
with recursive x(a) as (select 1 union all (with z as (select a + 1 as b from x where a < 6) select b from z where exists (select from z) and b in (select b from z) and b = any (array(select b from z)))) select * from x;
