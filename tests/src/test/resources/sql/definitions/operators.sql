-- Of functions in SQL and built-in ones.
CREATE FUNCTION near(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) <= 1';
CREATE OPERATOR ~=~ (LEFTARG = int, RIGHTARG = int, FUNCTION = near, COMMUTATOR = ~=~, RESTRICT = eqsel, JOIN = eqjoinsel);
SELECT 1 ~=~ 2, 1 ~=~ 3, NULL::int ~=~ 1, 1 ~=~ '2';
SELECT 1 OPERATOR(public.~=~) 2;
SELECT 1.5 ~=~ 2;
SELECT 'a'::text ~=~ 1;
CREATE OPERATOR |+| (LEFTARG = text, RIGHTARG = text, PROCEDURE = textcat);
SELECT 'a' |+| 'b', 'a' |+| 'b' |+| 'c', 'a'::varchar |+| 'b'::text;
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
CREATE OPERATOR @#@ (RIGHTARG = int, FUNCTION = twice);
SELECT @#@ 4, @#@ @#@ 4, - @#@ 1, @#@ 2 + 3;
SELECT 4 @#@;
SELECT 4 @#@ 3;
SELECT @#@ 'x'::text;
SELECT n FROM generate_series(1, 5) n WHERE n ~=~ 3 ORDER BY n;
SELECT 3 ~=~ ANY (ARRAY[1, 2]), 3 ~=~ ALL (ARRAY[1, 2]), 3 ~=~ ANY (SELECT generate_series(4, 5));
SELECT a, b FROM (VALUES (1), (5)) x(a) JOIN (VALUES (2), (7)) y(b) ON a ~=~ b;

-- For types of one's own, and over operators that are built in.
CREATE TYPE point2 AS (x int, y int);
CREATE FUNCTION plus(point2, point2) RETURNS point2 LANGUAGE sql AS 'SELECT ROW($1.x + $2.x, $1.y + $2.y)::point2';
CREATE FUNCTION less(point2, point2) RETURNS boolean LANGUAGE sql AS 'SELECT $1.x < $2.x';
CREATE OPERATOR + (LEFTARG = point2, RIGHTARG = point2, FUNCTION = plus, COMMUTATOR = +);
CREATE OPERATOR << (LEFTARG = point2, RIGHTARG = point2, FUNCTION = less);
SELECT ROW(1, 2)::point2 + ROW(3, 4)::point2, ROW(1, 2)::point2 << '(3,1)', 1 + 2, 8 << 1;
CREATE TYPE color AS ENUM ('red', 'green');
CREATE FUNCTION mixed(color, color) RETURNS text LANGUAGE sql AS 'SELECT $1::text || ''+'' || $2::text';
CREATE OPERATOR + (LEFTARG = color, RIGHTARG = color, FUNCTION = mixed);
SELECT 'red'::color + 'green', 'red' + 'green'::color;
CREATE FUNCTION sum_of(anyarray, anyelement) RETURNS anyarray LANGUAGE sql AS 'SELECT array_append($1, $2)';
CREATE OPERATOR +> (LEFTARG = anyarray, RIGHTARG = anyelement, FUNCTION = sum_of);
SELECT ARRAY[1, 2] +> 3, ARRAY['a'] +> 'b'::text;

-- The search path decides among those with the same types.
CREATE SCHEMA apart;
CREATE FUNCTION apart.far(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT abs($1 - $2) > 1';
CREATE OPERATOR apart.~=~ (LEFTARG = int, RIGHTARG = int, FUNCTION = apart.far);
SELECT 1 ~=~ 2, 1 OPERATOR(apart.~=~) 2;
SET search_path = apart, public;
SELECT 1 ~=~ 2, 1 OPERATOR(public.~=~) 2;
RESET search_path;
SELECT 1 OPERATOR(apart.|+|) 2;
SELECT 1 OPERATOR(nosuch.+) 2;

-- Commutators and negators that are made later.
CREATE FUNCTION isnt(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT $1 <> $2';
CREATE FUNCTION isit(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = isit, COMMUTATOR = ===, NEGATOR = !==, HASHES, MERGES);
SELECT 'a'::text !== 'b'::text;
SELECT oprname, oprcode, oprcanhash, oprcanmerge, (SELECT o2.oprname FROM pg_operator o2 WHERE o2.oid = o.oprcom) AS com, (SELECT o2.oprname FROM pg_operator o2 WHERE o2.oid = o.oprnegate) AS neg FROM pg_operator o WHERE oprname IN ('===', '!==') ORDER BY 1;
CREATE OPERATOR !== (LEFTARG = text, RIGHTARG = text, FUNCTION = isnt, NEGATOR = ===);
SELECT 'a'::text !== 'b'::text, 'a'::text === 'b'::text;
SELECT oprname, oprcode, (SELECT o2.oprname FROM pg_operator o2 WHERE o2.oid = o.oprcom) AS com, (SELECT o2.oprname FROM pg_operator o2 WHERE o2.oid = o.oprnegate) AS neg FROM pg_operator o WHERE oprname IN ('===', '!==') ORDER BY 1;
DROP OPERATOR !== (text, text);
SELECT oprname, oprnegate FROM pg_operator WHERE oprname = '===';
CREATE OPERATOR <<< (LEFTARG = int, RIGHTARG = int, FUNCTION = int4lt, COMMUTATOR = >>>, NEGATOR = >>>=);
SELECT oprname, oprcom::regoperator, oprnegate::regoperator FROM pg_operator WHERE oprname = '<<<';

-- Errors of definitions.
CREATE OPERATOR ~=~ (LEFTARG = int, RIGHTARG = int, FUNCTION = near);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR #%# (FUNCTION = near);
CREATE OPERATOR #%# (LEFTARG = int, FUNCTION = twice);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = text, FUNCTION = near);
CREATE OPERATOR #%# (LEFTARG = SETOF int, RIGHTARG = int, FUNCTION = near);
CREATE OPERATOR #%# (LEFTARG = nosuch, RIGHTARG = int, FUNCTION = near);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = near, RESTRICT = nosuch);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = near, JOIN = eqsel);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl, HASHES);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl, NEGATOR = !!!);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl, RESTRICT = eqsel);
CREATE OPERATOR #%# (RIGHTARG = int, FUNCTION = twice, COMMUTATOR = #%#);
CREATE OPERATOR #%# (RIGHTARG = int, FUNCTION = twice, MERGES);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = near, HASHES = 'maybe');
CREATE OPERATOR nosuch.#%# (LEFTARG = int, RIGHTARG = int, FUNCTION = near);
CREATE OPERATOR #%# (LEFTARG = int, RIGHTARG = int, FUNCTION = near, "Leftarg" = int, INVALID_ATT = int);
SELECT 1 #%# 2;

-- Altering and dropping.
ALTER OPERATOR #%# (int, int) SET (RESTRICT = NONE, JOIN = contjoinsel);
SELECT oprrest, oprjoin FROM pg_operator WHERE oprname = '#%#';
ALTER OPERATOR #%# (int, int) SET (RESTRICT = eqsel, JOIN = NONE);
SELECT oprrest, oprjoin FROM pg_operator WHERE oprname = '#%#';
ALTER OPERATOR #%# (int, int) SET (COMMUTATOR = #%#);
ALTER OPERATOR #%# (int, int) SET (NOSUCH = abc);
ALTER OPERATOR #%# (int, int) SET (RESTRICT = nosuch);
ALTER OPERATOR #%# (int, int) SET SCHEMA apart;
SELECT 1 #%# 2;
SELECT 1 OPERATOR(apart.#%#) 2;
ALTER OPERATOR apart.#%# (int, text) SET SCHEMA public;
COMMENT ON OPERATOR ~=~ (int, int) IS 'not far';
SELECT obj_description('~=~(int,int)'::regoperator, 'pg_operator');
DROP OPERATOR #%# (int, int);
DROP OPERATOR IF EXISTS #%# (int, int);
DROP OPERATOR IF EXISTS #%# (int, nosuch);
DROP OPERATOR #%# (int, nosuch);
DROP OPERATOR nosuch.#%# (int, int);
DROP OPERATOR #%# (NONE, int);
DROP OPERATOR #%# (int);
DROP OPERATOR #%# (int, NONE);
DROP OPERATOR @#@ (NONE, int);

-- What the catalog says.
SELECT oprname, oprkind, oprleft::regtype, oprright::regtype, oprresult::regtype, oprcode, oprrest, oprjoin, pg_operator_is_visible(oid) FROM pg_operator WHERE oid >= 16384 ORDER BY oprname COLLATE "C", oprleft::regtype::text, oprcode::text COLLATE "C";
SELECT '~=~'::regoper, '~=~(int,int)'::regoperator, 'apart.~=~(int,int)'::regoperator, 'apart.#%#'::regoper;
SELECT '+(point2,point2)'::regoperator;
SELECT pg_describe_object('pg_operator'::regclass, '~=~(int,int)'::regoperator, 0);
SELECT type, schema, name, identity FROM pg_identify_object('pg_operator'::regclass, 'apart.~=~(int,int)'::regoperator, 0);

-- What depends on what, and views that keep their operators.
CREATE VIEW close_ones AS SELECT n FROM generate_series(1, 5) n WHERE n ~=~ 2;
SET search_path = apart, public;
SELECT * FROM close_ones ORDER BY n;
RESET search_path;
DROP FUNCTION near(int, int);
DROP OPERATOR ~=~ (int, int);
DROP OPERATOR ~=~ (int, int) CASCADE;
DROP FUNCTION isit(text, text);
DROP FUNCTION isit(text, text) CASCADE;
DROP TYPE color;
DROP TYPE color CASCADE;
SELECT count(*) FROM pg_operator WHERE oprname = '+' AND oid >= 16384;
DROP SCHEMA apart;
DROP SCHEMA apart CASCADE;

-- Privileges.
CREATE ROLE op_user;
CREATE FUNCTION guarded(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2';
CREATE OPERATOR ++ (LEFTARG = int, RIGHTARG = int, FUNCTION = guarded);
REVOKE ALL ON FUNCTION guarded(int, int) FROM public;
GRANT CREATE ON SCHEMA public TO op_user;
SET ROLE op_user;
SELECT 1 ++ 2;
CREATE OPERATOR +++ (LEFTARG = int, RIGHTARG = int, FUNCTION = guarded);
CREATE OPERATOR +++ (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl);
DROP OPERATOR ++ (int, int);
ALTER OPERATOR ++ (int, int) SET (RESTRICT = NONE);
RESET ROLE;
ALTER OPERATOR ++ (int, int) OWNER TO op_user;
SELECT oprname, oprowner::regrole FROM pg_operator WHERE oprname IN ('++', '+++') ORDER BY 1;
DROP ROLE op_user;
DROP OWNED BY op_user;
DROP ROLE op_user;

-- In other places.
CREATE TABLE kept (a int CHECK (a |=| 3), b int DEFAULT (1 |=| 2)::int);
CREATE FUNCTION not_equal(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';
CREATE OPERATOR |=| (LEFTARG = int, RIGHTARG = int, FUNCTION = not_equal);
CREATE TABLE kept (a int CHECK (a |=| 3), b int DEFAULT (1 |=| 2)::int);
INSERT INTO kept (a) VALUES (1), (2);
INSERT INTO kept (a) VALUES (3);
SELECT * FROM kept WHERE a |=| 1;
CREATE INDEX ON kept ((a |=| 2));
SELECT a FROM kept ORDER BY a |=| 1, a;
SELECT a |=| 1, count(*) FROM kept GROUP BY a |=| 1 ORDER BY 1;
PREPARE differing(int) AS SELECT a FROM kept WHERE a |=| $1;
EXECUTE differing(1);
SELECT + 3, + 2.5, + '4', + '1 day'::interval;
SELECT + 'x'::text;
