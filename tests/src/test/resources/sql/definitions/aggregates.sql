CREATE TABLE sold (day date, shop text, pieces int, price numeric(8, 2), weight float8);
INSERT INTO sold VALUES ('2024-01-01', 'a', 3, 1.50, 0.5), ('2024-01-02', 'a', NULL, 2.25, 1.5), ('2024-01-03', 'b', 5, 4.00, NULL), ('2024-01-04', 'b', 7, NULL, 2.5), ('2024-01-05', 'a', 5, 1.50, 4);

-- Of built-in functions.
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
SELECT total(pieces), total(DISTINCT pieces), total(pieces) FILTER (WHERE shop = 'a') FROM sold;
SELECT shop, total(pieces) FROM sold GROUP BY shop ORDER BY shop;
SELECT total(pieces) FROM sold WHERE false;
SELECT day, total(pieces) OVER (ORDER BY day), total(pieces) OVER (ORDER BY day ROWS 1 PRECEDING) FROM sold ORDER BY day;
SELECT shop, total(pieces) FROM sold GROUP BY ROLLUP (shop) HAVING total(pieces) > 5 ORDER BY shop;
CREATE AGGREGATE listed(text) (SFUNC = textcat, STYPE = text, INITCOND = '');
SELECT listed(shop), listed(shop ORDER BY day DESC), listed(DISTINCT shop) FROM sold;
SELECT listed(shop || pieces) FROM sold;

-- Strict functions begin with the first value and leave NULL out.
CREATE AGGREGATE largest(int) (SFUNC = int4larger, STYPE = int, SORTOP = >);
SELECT largest(pieces), largest(pieces) FILTER (WHERE pieces IS NULL) FROM sold;
SELECT largest(price) FROM sold;
SELECT largest('12');

-- Of functions in SQL.
CREATE FUNCTION add_to_mean(state numeric[], value numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] + value, state[2] + 1] END';
CREATE FUNCTION mean_of(state numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CASE WHEN state[2] = 0 THEN NULL ELSE round(state[1] / state[2], 4) END';
CREATE AGGREGATE mean(numeric) (SFUNC = add_to_mean, STYPE = numeric[], FINALFUNC = mean_of, INITCOND = '{0,0}');
SELECT shop, mean(price), mean(pieces) FROM sold GROUP BY shop ORDER BY shop;
SELECT mean(price) FROM sold WHERE false;
SELECT day, mean(price) OVER (PARTITION BY shop ORDER BY day) FROM sold ORDER BY day;

-- Frames that move take rows out.
CREATE FUNCTION take_out(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 - $2';
CREATE FUNCTION keep(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION put_in(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + coalesce($2, 0) + 100';
CREATE FUNCTION out_of(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 - coalesce($2, 0) - 100';
CREATE AGGREGATE moved(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', MSFUNC = put_in, MINVFUNC = out_of, MSTYPE = int, MINITCOND = '1', MFINALFUNC = keep);
SELECT day, moved(pieces) OVER (ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), moved(pieces) OVER (ORDER BY day) FROM sold ORDER BY day;
CREATE FUNCTION never(int, int) RETURNS int LANGUAGE sql AS 'SELECT NULL::int';
CREATE AGGREGATE restarted(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', MSFUNC = put_in, MINVFUNC = never, MSTYPE = int, MINITCOND = '0');
SELECT day, restarted(pieces) OVER (ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM sold ORDER BY day;

-- Several arguments, none, and VARIADIC.
CREATE FUNCTION weighed(float8, float8, int) RETURNS float8 LANGUAGE sql AS 'SELECT $1 + $2 * $3';
CREATE AGGREGATE weight_of(float8, int) (SFUNC = weighed, STYPE = float8, INITCOND = 0);
SELECT weight_of(weight, pieces) FILTER (WHERE weight IS NOT NULL AND pieces IS NOT NULL) FROM sold;
SELECT weight_of(1, 2);
CREATE AGGREGATE rows_of(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
SELECT rows_of(*) FROM sold;
SELECT rows_of() FROM sold;
SELECT rows_of(1) FROM sold;
CREATE FUNCTION less(anyelement, VARIADIC anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT least($1, min($2[i])) FROM generate_subscripts($2, 1) g(i)';
CREATE AGGREGATE smallest(VARIADIC items anyarray) (STYPE = anyelement, SFUNC = less);
SELECT smallest(pieces, 4) FROM sold;
SELECT smallest(VARIADIC ARRAY[pieces, 4]) FROM sold;
SELECT smallest('x'::text, shop) FROM sold;

-- Polymorphic ones.
CREATE AGGREGATE gathered(anycompatible) (SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}');
SELECT gathered(pieces ORDER BY day), gathered(shop ORDER BY day) FROM sold;
SELECT gathered(NULL::date) FROM sold WHERE false;
SELECT gathered(DISTINCT shop) FROM sold;
CREATE FUNCTION last_of(anyelement, anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT $2';
CREATE AGGREGATE latest(anyelement) (SFUNC = last_of, STYPE = anyelement);
SELECT latest(day ORDER BY day), latest(price ORDER BY day DESC) FROM sold;
CREATE FUNCTION wrapped(anyarray, anyelement) RETURNS text LANGUAGE sql AS 'SELECT $1::text || coalesce(pg_typeof($2)::text, ''?'')';
CREATE AGGREGATE wrapping(anyelement) (SFUNC = array_append, STYPE = anyarray, FINALFUNC = wrapped, FINALFUNC_EXTRA);
CREATE FUNCTION appended(anyarray, anyelement) RETURNS anyarray LANGUAGE sql AS 'SELECT array_append($1, $2)';
CREATE AGGREGATE wrapping(anyelement) (SFUNC = appended, STYPE = anyarray, FINALFUNC = wrapped, FINALFUNC_EXTRA);
SELECT wrapping(shop ORDER BY day), wrapping(pieces ORDER BY day) FROM sold;

-- Ordered sets get rows as they come, and the direct arguments at the end.
CREATE FUNCTION nth(text[], int) RETURNS text LANGUAGE sql AS 'SELECT $1[$2]';
CREATE FUNCTION put(text[], text) RETURNS text[] LANGUAGE sql AS 'SELECT array_append($1, $2)';
CREATE AGGREGATE nth_of(int ORDER BY text) (SFUNC = put, STYPE = text[], FINALFUNC = nth);
SELECT nth_of(1) WITHIN GROUP (ORDER BY shop) FROM (VALUES ('only')) v(shop);
SELECT shop, nth_of(2) WITHIN GROUP (ORDER BY shop) FROM sold GROUP BY shop ORDER BY shop;
SELECT nth_of(2, shop) FROM sold;
SELECT nth_of(2) WITHIN GROUP (ORDER BY shop) OVER () FROM sold;
SELECT total(1) WITHIN GROUP (ORDER BY pieces) FROM sold;
SELECT total() WITHIN GROUP (ORDER BY pieces) FROM sold;

-- Errors of calls.
SELECT total(total(pieces)) FROM sold;
SELECT day FROM sold WHERE total(pieces) > 1;
SELECT day, total(pieces) FROM sold;
SELECT total(shop) FROM sold;
SELECT total(DISTINCT pieces) OVER () FROM sold;
SELECT * FROM total(1);
CALL total(1);
SELECT (SELECT total(pieces) FROM sold s WHERE s.shop = o.shop) FROM sold o ORDER BY day;

-- A name that functions have, too.
CREATE FUNCTION both_of(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)';
CREATE AGGREGATE both_of(int) (SFUNC = int4pl, STYPE = int);
SELECT both_of('x'), both_of(shop) FROM sold ORDER BY 2;
SELECT both_of(pieces) FROM sold;
SELECT both_of(both_of(pieces)::text) FROM sold;
CREATE AGGREGATE sum(text) (SFUNC = textcat, STYPE = text);
SELECT sum(shop ORDER BY day), sum(pieces) FROM sold;
DROP AGGREGATE sum(text);

-- Errors of definitions.
CREATE AGGREGATE bad(int) (STYPE = int);
CREATE AGGREGATE bad(int) (SFUNC = int4pl);
CREATE AGGREGATE bad(int) (SFUNC = nowhere, STYPE = int);
CREATE AGGREGATE bad(int) (SFUNC = int8pl, STYPE = int);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = nosuch);
CREATE AGGREGATE bad(text) (SFUNC = length, STYPE = int);
CREATE AGGREGATE bad(int) (SFUNC = int4eq, STYPE = int);
CREATE AGGREGATE bad(float8) (SFUNC = weighed, STYPE = float8);
CREATE FUNCTION strict_sum(int8, text) RETURNS int8 LANGUAGE sql STRICT AS 'SELECT $1 + length($2)';
CREATE AGGREGATE bad(text) (SFUNC = strict_sum, STYPE = int8);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, INITCOND = 'x');
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, MSTYPE = int);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl, MINVFUNC = put_in, MSTYPE = int);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, FINALFUNC = nosuch);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, SORTOP = <<<);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, PARALLEL = maybe);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, COMBINEFUNC = int8pl);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = anyelement);
CREATE AGGREGATE bad(int) (SFUNC = int4pl, STYPE = int, BASETYPE = int);
CREATE AGGREGATE bad (SFUNC = int4pl, STYPE = int);
CREATE AGGREGATE bad(SETOF int) (SFUNC = int4pl, STYPE = int);
CREATE AGGREGATE bad(OUT int) (SFUNC = int4pl, STYPE = int);
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
CREATE AGGREGATE nosuch.bad(int) (SFUNC = int4pl, STYPE = int);

-- The older way to write them; words that nobody knows are passed over.
CREATE AGGREGATE old_total (BASETYPE = int, SFUNC1 = int4pl, STYPE1 = int, INITCOND1 = '0', WHATEVER = 1);
SELECT old_total(pieces) FROM sold;
CREATE AGGREGATE old_rows (BASETYPE = 'ANY', SFUNC = int8inc, STYPE = int8, INITCOND = '0');
SELECT old_rows(*) FROM sold;

-- Replacing, altering, dropping.
CREATE OR REPLACE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1000');
SELECT total(pieces) FROM sold;
CREATE OR REPLACE AGGREGATE total(int) (SFUNC = int84pl, STYPE = int8);
CREATE OR REPLACE AGGREGATE both_of(text) (SFUNC = textcat, STYPE = text);
CREATE OR REPLACE FUNCTION total(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER AGGREGATE total(int) RENAME TO sum_of;
SELECT sum_of(pieces) FROM sold;
CREATE SCHEMA apart;
ALTER AGGREGATE sum_of(int) SET SCHEMA apart;
SELECT apart.sum_of(pieces), sum_of(1) FROM sold;
SELECT apart.sum_of(pieces) FROM sold;
ALTER FUNCTION apart.sum_of(int) STRICT;
ALTER AGGREGATE nosuch(int) RENAME TO x;
ALTER AGGREGATE take_out(int, int) RENAME TO x;
DROP FUNCTION apart.sum_of(int);
DROP AGGREGATE take_out(int, int);
DROP AGGREGATE nosuch(int);
DROP AGGREGATE rows_of(int);
DROP AGGREGATE nosuch(*);
DROP AGGREGATE IF EXISTS nosuch(int), nosuch(*);
COMMENT ON AGGREGATE mean(numeric) IS 'the mean of values';
SELECT obj_description('mean(numeric)'::regprocedure, 'pg_proc');

-- What the catalog says.
SELECT aggfnoid::regprocedure, aggkind, aggnumdirectargs, aggtransfn, aggfinalfn, aggmtransfn, aggminvtransfn, aggmfinalfn, aggfinalextra, aggfinalmodify, aggmfinalmodify, aggtranstype::regtype, aggmtranstype::regtype, agginitval, aggminitval, aggsortop::regoper FROM pg_aggregate WHERE aggfnoid::oid >= 16384 ORDER BY aggfnoid::regprocedure::text COLLATE "C";
SELECT proname, prokind, provolatile, proisstrict, procost, prolang, prosrc, pg_get_function_arguments(oid), pg_get_function_identity_arguments(oid), pg_get_function_result(oid) FROM pg_proc WHERE prokind = 'a' AND oid >= 16384 ORDER BY 1, 8;
SELECT pg_get_functiondef('mean(numeric)'::regprocedure);
SELECT DISTINCT refclassid::regclass, refobjid::regproc FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = 'mean(numeric)'::regprocedure AND refclassid = 'pg_proc'::regclass ORDER BY 2;
SELECT pg_describe_object('pg_proc'::regclass, 'mean(numeric)'::regprocedure, 0);
SELECT * FROM pg_identify_object('pg_proc'::regclass, 'mean(numeric)'::regprocedure, 0);

-- What depends on what.
DROP FUNCTION mean_of(numeric[]);
CREATE VIEW means AS SELECT shop, mean(price) FROM sold GROUP BY shop;
SELECT * FROM means ORDER BY 1;
DROP AGGREGATE mean(numeric);
DROP FUNCTION mean_of(numeric[]) CASCADE;
SELECT mean(price) FROM sold;
SELECT * FROM means;

-- Functions that aggregates count with.
SELECT int4_sum(NULL, 3), int4_sum(4, NULL), int4_sum(4, 3), int2_sum(1, 2::int2), int4_avg_accum('{2,10}', 5), int8_avg('{4,10}'), int8_avg('{0,0}'), int2int4_sum('{3,12}'), int2int4_sum('{0,0}'), int8inc_any(3, 'x'::text), int8dec_any(3, 1), int8inc_float8_float8(1, 2, 3);
SELECT float8_accum('{0,0,0}', 1.5), float8_accum('{2,4,1}', 'NaN'), float4_accum('{2,4,1}', 2.5), float8_combine('{1,2,0}', '{2,5,0.5}'), float8_avg('{4,10,3}'), float8_avg('{0,0,0}'), float8_var_pop('{4,10,3}'), float8_var_samp('{1,10,0}'), float8_stddev_samp('{4,10,3}'), float8_stddev_pop('{4,10,3}');
SELECT int8_avg('{1}');
SELECT float8_avg('{1,2,NULL}');
CREATE AGGREGATE own_avg(float8) (SFUNC = float8_accum, STYPE = float8[], FINALFUNC = float8_avg, COMBINEFUNC = float8_combine, INITCOND = '{0,0,0}', PARALLEL = safe);
SELECT own_avg(weight), avg(weight), own_avg(weight) OVER () FROM sold GROUP BY weight ORDER BY weight;
SELECT own_avg(weight), avg(weight) FROM sold;

-- Privileges.
CREATE FUNCTION added(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2';
CREATE AGGREGATE guarded(int) (SFUNC = added, STYPE = int);
CREATE ROLE nobody_much;
REVOKE ALL ON FUNCTION added(int, int) FROM public;
GRANT SELECT ON sold TO nobody_much;
GRANT CREATE ON SCHEMA public TO nobody_much;
SET ROLE nobody_much;
SELECT guarded(pieces) FROM sold WHERE shop = 'b';
CREATE AGGREGATE mine(int) (SFUNC = added, STYPE = int);
CREATE AGGREGATE mine(int) (SFUNC = int4pl, STYPE = int);
DROP AGGREGATE guarded(int);
RESET ROLE;
REVOKE EXECUTE ON FUNCTION guarded(int) FROM public;
SELECT has_function_privilege('nobody_much', 'guarded(int)', 'EXECUTE'), has_function_privilege('nobody_much', 'mine(int)', 'EXECUTE');
SET ROLE nobody_much;
SELECT guarded(pieces) FROM sold;
RESET ROLE;
REASSIGN OWNED BY nobody_much TO CURRENT_USER;
ALTER AGGREGATE mine(int) OWNER TO nobody_much;
DROP OWNED BY nobody_much;
SELECT count(*) FROM pg_proc WHERE proname = 'mine';
DROP ROLE nobody_much;

-- Prepared, and in other places.
PREPARE summed(int) AS SELECT guarded(pieces + $1) FROM sold WHERE shop = 'b';
EXECUTE summed(1);
CREATE OR REPLACE AGGREGATE guarded(int) (SFUNC = added, STYPE = int, INITCOND = '100');
EXECUTE summed(1);
CREATE TABLE summary AS SELECT shop, guarded(pieces) FROM sold WHERE pieces IS NOT NULL GROUP BY shop;
SELECT * FROM summary ORDER BY shop;
CREATE VIEW guarding AS SELECT shop, guarded(pieces) OVER (PARTITION BY shop) AS g FROM sold WHERE pieces IS NOT NULL;
SELECT * FROM guarding ORDER BY 1, 2;
ALTER AGGREGATE guarded(int) RENAME TO renamed;
SELECT * FROM guarding ORDER BY 1, 2;
CREATE TYPE pair AS (a int, b text);
CREATE FUNCTION paired(pair, int) RETURNS pair LANGUAGE sql AS 'SELECT ROW(coalesce($1.a, 0) + $2, coalesce($1.b, '''') || $2)::pair';
CREATE AGGREGATE pairs(int) (SFUNC = paired, STYPE = pair);
SELECT pairs(pieces ORDER BY day) FILTER (WHERE pieces > 0), (pairs(pieces) FILTER (WHERE pieces = 7)).b FROM sold;
DROP TYPE pair;
DROP TYPE pair CASCADE;
SELECT count(*) FROM pg_proc WHERE proname IN ('paired', 'pairs');
