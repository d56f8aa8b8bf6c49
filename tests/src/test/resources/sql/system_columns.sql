-- Columns that every table has: values that differ between databases are compared with each other, not shown.
CREATE TABLE plain (a int, b text);
INSERT INTO plain VALUES (1, 'one'), (2, 'two'), (2, 'two'), (3, 'three'), (3, 'three'), (3, 'three');
CREATE TABLE keyed (id int PRIMARY KEY, v text);
INSERT INTO keyed SELECT i, 'v' || i FROM generate_series(1, 20) i;
CREATE TABLE named (k text PRIMARY KEY, u uuid, n numeric);
INSERT INTO named VALUES ('', NULL, 1), ('a', NULL, 2), ('ab', NULL, 3), ('some longer key', NULL, 4);

-- they are in no star and in no whole row
SELECT * FROM plain ORDER BY a;
SELECT plain.* FROM plain WHERE ctid IS NOT NULL ORDER BY a;
SELECT p FROM plain p WHERE p.xmin IS NOT NULL ORDER BY a;
SELECT row_to_json(p) FROM plain p WHERE xmax::text = '0' ORDER BY a;
SELECT count(DISTINCT ctid), count(ctid), count(*) FROM plain;
SELECT count(DISTINCT ctid) FROM keyed;
SELECT count(DISTINCT ctid) FROM named;
SELECT pg_typeof(ctid), pg_typeof(xmin), pg_typeof(xmax), pg_typeof(cmin), pg_typeof(cmax), pg_typeof(tableoid), tableoid::regclass FROM plain LIMIT 1;
SELECT CTID IS NULL, "xmin" IS NULL FROM plain LIMIT 1;
SELECT xmax, xmax = 0 AS live FROM plain LIMIT 1;

-- duplicates go by ctid
BEGIN;
DELETE FROM plain x USING plain y WHERE x.ctid < y.ctid AND x.a = y.a AND x.b = y.b;
SELECT a, b FROM plain ORDER BY a;
ROLLBACK;
BEGIN;
DELETE FROM plain WHERE ctid NOT IN (SELECT min(ctid) FROM plain GROUP BY a, b);
SELECT a, b FROM plain ORDER BY a;
ROLLBACK;
BEGIN;
DELETE FROM plain WHERE ctid IN (SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY a, b ORDER BY ctid) AS n FROM plain) s WHERE n > 1);
SELECT a, b FROM plain ORDER BY a;
ROLLBACK;
BEGIN;
DELETE FROM plain WHERE ctid = ANY (ARRAY(SELECT ctid FROM plain WHERE a = 3 LIMIT 2 FOR UPDATE SKIP LOCKED));
SELECT a, b FROM plain ORDER BY a;
ROLLBACK;
BEGIN;
DELETE FROM keyed WHERE ctid = ANY (ARRAY(SELECT ctid FROM keyed ORDER BY id LIMIT 15 FOR UPDATE SKIP LOCKED));
SELECT id FROM keyed ORDER BY id;
ROLLBACK;
BEGIN;
WITH gone AS (SELECT ctid FROM named WHERE n < 3 FOR UPDATE) DELETE FROM named USING gone WHERE named.ctid = gone.ctid RETURNING k;
SELECT k FROM named ORDER BY k;
ROLLBACK;
BEGIN;
DELETE FROM named WHERE ctid IN (SELECT max(ctid) FROM named WHERE n > 2 GROUP BY n) RETURNING n;
ROLLBACK;
UPDATE keyed SET v = 'changed' WHERE ctid = (SELECT ctid FROM keyed WHERE id = 7) RETURNING id, v;
UPDATE named SET n = 9 WHERE ctid = (SELECT ctid FROM named WHERE k = 'ab') RETURNING k, n;
DELETE FROM plain WHERE ctid = (SELECT ctid::text::tid FROM plain WHERE a = 1) RETURNING a, b;
SELECT n FROM named WHERE ctid = (SELECT ctid::text FROM named WHERE k = 'some longer key')::tid;
SELECT count(*) FROM named x JOIN named y ON x.ctid = y.ctid;
SELECT count(*) FROM keyed x JOIN keyed y USING (id) WHERE x.ctid = y.ctid AND x.xmin = y.xmin;
SELECT count(*) FROM keyed WHERE ctid > (SELECT min(ctid) FROM keyed);
SELECT count(*) FROM plain x LEFT JOIN keyed y ON x.a = y.id + 100 WHERE y.ctid IS NULL AND y.tableoid IS NULL;
SELECT id FROM keyed WHERE ctid = NULL;
SELECT id FROM keyed WHERE ctid = ANY (NULL::tid[]);
SELECT id FROM keyed WHERE ctid = ANY ('{}'::tid[]);
SELECT id FROM keyed WHERE ctid = ANY (ARRAY(SELECT ctid FROM keyed WHERE id IN (3, 5, 4) UNION ALL SELECT ctid FROM keyed WHERE id = 4)) ORDER BY id;
SELECT id FROM keyed k WHERE EXISTS (SELECT FROM keyed x WHERE x.ctid = k.ctid AND x.id < 4) ORDER BY id;
SELECT id, (SELECT v FROM keyed x WHERE x.ctid = k.ctid) FROM keyed k WHERE id < 3 ORDER BY id;
SELECT id, l.v FROM keyed k, LATERAL (SELECT v FROM keyed x WHERE x.ctid = k.ctid) l WHERE id < 3 ORDER BY id;

-- xmin is the writer
BEGIN;
INSERT INTO keyed VALUES (100, 'new') RETURNING xmin::text = (txid_current() % 4294967296)::text AS mine, xmax, cmin, cmax, tableoid::regclass, id;
SELECT xmin::text = (txid_current() % 4294967296)::text AS mine FROM keyed WHERE id = 100;
SELECT count(*) FROM keyed WHERE xmin::text = (txid_current() % 4294967296)::text;
COMMIT;
SELECT xmin::text = (txid_current() % 4294967296)::text AS mine, xmax FROM keyed WHERE id = 100;
BEGIN;
UPDATE keyed SET v = 'newer' WHERE id = 100 RETURNING xmin::text = (txid_current() % 4294967296)::text AS mine, xmax, v;
UPDATE keyed SET v = 'newest' WHERE id = 100 AND xmin = (SELECT xmin FROM keyed WHERE id = 100) RETURNING v;
UPDATE keyed SET v = 'never' WHERE id = 100 AND xmin::text = '1' RETURNING v;
COMMIT;
BEGIN;
DELETE FROM keyed WHERE id = 100 RETURNING xmin::text <> (txid_current() % 4294967296)::text AS other, xmax::text = (txid_current() % 4294967296)::text AS mine, id;
ROLLBACK;
SELECT count(DISTINCT xmin) FROM keyed WHERE id BETWEEN 10 AND 15;
UPDATE keyed k SET v = p.b FROM plain p WHERE k.id = p.a AND p.ctid = (SELECT min(ctid) FROM plain WHERE a = 2) RETURNING k.id, k.v, k.xmax, k.ctid = p.ctid OR true;
INSERT INTO keyed VALUES (100, 'again'), (101, 'first') ON CONFLICT (id) DO UPDATE SET v = excluded.v RETURNING id, v, xmax = 0 AS inserted;
INSERT INTO keyed AS k VALUES (100, 'more') ON CONFLICT (id) DO UPDATE SET v = excluded.v WHERE k.xmin IS NOT NULL RETURNING id, xmax <> 0;
INSERT INTO plain SELECT a, b FROM plain WHERE ctid = (SELECT min(ctid) FROM plain) RETURNING a, xmax;

-- cursors
BEGIN;
DECLARE at_row CURSOR FOR SELECT id, xmin IS NOT NULL FROM keyed WHERE ctid = ANY (ARRAY(SELECT ctid FROM keyed WHERE id IN (3, 5))) FOR UPDATE;
FETCH 1 FROM at_row;
UPDATE keyed SET v = 'at cursor' WHERE CURRENT OF at_row RETURNING id, v;
FETCH 1 FROM at_row;
DELETE FROM keyed WHERE CURRENT OF at_row RETURNING id;
ROLLBACK;
BEGIN;
DECLARE c CURSOR FOR SELECT id, ctid IS NOT NULL FROM keyed ORDER BY id;
FETCH 2 FROM c;
CLOSE c;
COMMIT;

-- views and subqueries have none
CREATE VIEW over AS SELECT id AS identifying, v AS describing FROM keyed;
CREATE VIEW with_id AS SELECT ctid AS place, xmin AS writer, id FROM keyed;
SELECT ctid FROM over;
SELECT o.xmin FROM over o;
SELECT ctid FROM (SELECT id AS identifying FROM keyed) s;
SELECT count(place), count(writer) FROM with_id;
SELECT id FROM with_id WHERE place = (SELECT ctid FROM keyed WHERE id = 4);
UPDATE with_id SET id = 200 WHERE place = (SELECT ctid FROM keyed WHERE id = 4) RETURNING id;
UPDATE with_id SET writer = '5';
UPDATE over SET describing = 'v' WHERE ctid = '(0,1)';
DELETE FROM with_id WHERE id = 200 RETURNING id, place IS NOT NULL;
SELECT is_updatable, is_insertable_into FROM information_schema.views WHERE table_name = 'with_id';
SELECT ctid FROM plain, keyed;
SELECT plain.ctid = keyed.ctid OR true FROM plain, keyed LIMIT 1;
SELECT q.ctid IS NULL FROM (SELECT ctid FROM plain) q LIMIT 1;
WITH q AS (SELECT ctid FROM plain) SELECT xmin FROM q;
SELECT ctid FROM generate_series(1, 2) g;
SELECT j.ctid FROM (plain JOIN keyed ON true) j;

-- nobody writes them
INSERT INTO plain (a, xmin) VALUES (1, '5');
UPDATE plain SET xmin = '5';
UPDATE plain SET ctid = '(0,1)', a = 2;
UPDATE plain SET (a, cmin) = (1, '2');
INSERT INTO keyed VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET xmax = '1';
CREATE TABLE bad (ctid int);
CREATE INDEX ON plain (ctid);
ALTER TABLE plain DROP COLUMN ctid;
ALTER TABLE plain ALTER COLUMN xmin SET NOT NULL;
ALTER TABLE plain ADD COLUMN cmax int;
SELECT attname, attnum, atttypid::regtype, attlen, attbyval, attalign, attstorage, attnotnull, attisdropped, attstattarget FROM pg_attribute WHERE attrelid = 'plain'::regclass ORDER BY attnum;
SELECT count(*) FROM pg_attribute WHERE attrelid = 'over'::regclass AND attnum < 0;
SELECT count(*) FROM pg_attribute WHERE attrelid = 'pg_class'::regclass AND attnum < 0;

SELECT count(*) FROM (SELECT ctid FROM plain UNION SELECT ctid FROM plain) u;
SELECT a, ctid IS NULL AS none, count(*) FROM plain GROUP BY a, ctid HAVING ctid IS NOT NULL ORDER BY a;
SELECT DISTINCT ON (tableoid) tableoid::regclass FROM (SELECT tableoid FROM plain UNION ALL SELECT tableoid FROM keyed) s ORDER BY tableoid;
SELECT row_number() OVER (ORDER BY ctid) AS n, a FROM plain ORDER BY ctid;
SELECT x.a FROM plain x FULL JOIN plain y ON x.ctid = y.ctid WHERE x.ctid IS NULL;
SELECT * FROM plain NATURAL JOIN plain other WHERE plain.ctid = other.ctid AND a < 2;
SELECT c FROM plain AS p (c, d) WHERE p.ctid IS NOT NULL ORDER BY c;
SELECT count(*) FROM plain TABLESAMPLE bernoulli (100) WHERE ctid IS NOT NULL;
SELECT p.a, k.id FROM plain p JOIN keyed k ON k.id = p.a WHERE p.ctid IS NOT NULL AND k.xmin IS NOT NULL ORDER BY 1, 2 FOR UPDATE OF k;
SELECT a FROM plain WHERE xmin IN (SELECT xmin FROM plain) ORDER BY a LIMIT 1;
CREATE FUNCTION newest(integer) RETURNS text LANGUAGE sql AS 'SELECT v FROM keyed WHERE ctid = (SELECT ctid FROM keyed WHERE id = $1)';
SELECT newest(5);
DROP FUNCTION newest;
PREPARE by_place(tid) AS SELECT id FROM keyed WHERE ctid = $1;
PREPARE by_places(tid[]) AS SELECT id FROM keyed WHERE ctid = ANY ($1) ORDER BY id;
EXECUTE by_place('(999,0)');
EXECUTE by_places('{"(999,0)"}');
CREATE TABLE copies AS SELECT ctid AS place, a FROM plain;
SELECT count(*) FROM copies c JOIN plain p ON p.ctid = c.place AND p.a = c.a;
DELETE FROM plain USING copies WHERE plain.ctid = copies.place AND copies.a = 3;
SELECT a FROM plain ORDER BY a;
DROP TABLE copies;

-- privileges
CREATE ROLE system_reader;
GRANT SELECT (id) ON keyed TO system_reader;
SET ROLE system_reader;
SELECT id FROM keyed WHERE id = 1;
SELECT xmin FROM keyed WHERE id = 1;
RESET ROLE;
REVOKE ALL ON keyed FROM system_reader;
DROP ROLE system_reader;

-- tid
SELECT '(0,1)'::tid, tid '(4294967295,65535)', ' (1,2)'::tid, '( 7 , 8)'::tid;
SELECT '(7,+8)'::tid, '(-1,0)'::tid;
SELECT '(0,65536)'::tid;
SELECT '(1,2'::tid;
SELECT '1,2'::tid;
SELECT ''::tid;
SELECT '(a,2)'::tid;
SELECT '(1,)'::tid, '(,1)'::tid;
SELECT '(1, )'::tid;
SELECT '(1,-2)'::tid;
SELECT '(0,1)'::tid = '(0,1)', '(0,1)'::tid <> '(0,2)', '(0,9)'::tid < '(1,0)', '(2,1)'::tid <= '(2,1)', '(2,1)'::tid > '(10,1)', '(10,1)'::tid >= '(2,1)';
SELECT bttidcmp('(1,2)', '(1,3)'), bttidcmp('(1,2)', '(1,2)'), bttidcmp('(2,2)', '(1,3)'), tidlarger('(1,2)', '(1,3)'), tidsmaller('(1,2)', '(1,3)'), hashtid('(1,2)'), hashtidextended('(1,2)', 5);
SELECT min(t), max(t), count(DISTINCT t) FROM (VALUES ('(3,1)'::tid), ('(1,9)'), ('(1,10)'), ('(3,1)')) v (t);
SELECT t FROM (VALUES ('(3,1)'::tid), ('(1,9)'), ('(1,10)'), (NULL)) v (t) ORDER BY t DESC;
SELECT t, count(*) FROM (VALUES ('(3,1)'::tid), ('(1,9)'), ('(3,1)')) v (t) GROUP BY t ORDER BY t;
SELECT array_agg(t ORDER BY t) FROM (VALUES ('(3,1)'::tid), ('(1,9)')) v (t);
SELECT '{"(0,1)","(0,2)"}'::tid[], ('{"(0,1)","(0,2)"}'::tid[])[2];
SELECT to_json('(0,1)'::tid);
CREATE TABLE places (t tid, n int);
INSERT INTO places VALUES ('(1,2)', 1), ('(0,7)', 2), (NULL, 3), ('(1,1)', 4);
CREATE INDEX ON places (t);
SELECT t, n FROM places ORDER BY t;
SELECT n FROM places WHERE t = '(1,1)';
SELECT n FROM places WHERE t > '(0,9)' ORDER BY t;
CREATE TABLE places_key (t tid PRIMARY KEY);
INSERT INTO places_key VALUES ('(1,1)');
INSERT INTO places_key VALUES ('(1,1)');
SELECT 1::tid;
SELECT '(0,1)'::tid::int;
SELECT '(0,1)'::tid + 1;
SELECT oid, typname, typlen, typbyval, typcategory, typalign, typarray FROM pg_type WHERE typname IN ('tid', '_tid') ORDER BY oid;
SELECT oid, opcname, opcfamily FROM pg_opclass WHERE opcintype = 'tid'::regtype AND opcmethod = 403;

-- plans
EXPLAIN (COSTS OFF) SELECT * FROM keyed WHERE ctid = '(0,1)';
EXPLAIN (COSTS OFF) SELECT * FROM plain WHERE ctid = ANY ('{"(0,1)","(0,2)"}'::tid[]) AND a > 1;
EXPLAIN (COSTS OFF) DELETE FROM plain WHERE ctid = '(0,1)';
DROP VIEW over, with_id;
DROP TABLE plain, keyed, named, places, places_key;
