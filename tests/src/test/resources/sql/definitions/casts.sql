CREATE TYPE celsius AS (degrees numeric);
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION to_celsius(numeric) RETURNS celsius LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1)::celsius';
CREATE FUNCTION to_degrees(celsius) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1.degrees';
CREATE FUNCTION takes(celsius) RETURNS text LANGUAGE sql AS 'SELECT ''it is '' || $1.degrees';
CREATE TABLE felt (t celsius, m mood);
-- Without one there is no way.
SELECT 5.0::numeric::celsius;
SELECT takes(5.0);
INSERT INTO felt (t) VALUES (5.0::numeric);
-- When it is written only.
CREATE CAST (numeric AS celsius) WITH FUNCTION to_celsius(numeric);
SELECT 5.0::numeric::celsius, CAST(6.5 AS celsius), (7.0::celsius).degrees;
SELECT takes(5.0);
INSERT INTO felt (t) VALUES (5.0::numeric);
DROP CAST (numeric AS celsius);
-- In assignments, too.
CREATE CAST (numeric AS celsius) WITH FUNCTION to_celsius AS ASSIGNMENT;
INSERT INTO felt (t) VALUES (5.0::numeric) RETURNING t;
UPDATE felt SET t = 8.5::numeric RETURNING t;
SELECT takes(5.0);
DROP CAST (numeric AS celsius);
-- Anywhere.
CREATE CAST (numeric AS celsius) WITH FUNCTION to_celsius(numeric) AS IMPLICIT;
SELECT takes(5.0), takes(3);
CREATE CAST (celsius AS numeric) WITH FUNCTION to_degrees(celsius) AS IMPLICIT;
SELECT t::numeric + 1, t + 1, round(t), sqrt(t::numeric) FROM felt;
SELECT sum(t::numeric) FROM felt;
-- Through texts.
CREATE CAST (mood AS int) WITH INOUT;
CREATE CAST (int AS mood) WITH INOUT AS ASSIGNMENT;
SELECT 'sad'::mood::int;
SELECT 3::mood;
CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT;
INSERT INTO felt (m) VALUES ('sad'::text) RETURNING m;
SELECT 'glad'::text::mood, 'glad'::text = 'glad'::mood;
CREATE CAST (varchar AS mood) WITH INOUT AS ASSIGNMENT;
INSERT INTO felt (m) VALUES ('glad'::varchar) RETURNING m;
INSERT INTO felt (m) VALUES ('angry'::varchar);
-- With the modifier of the type, and whether the cast is written.
CREATE FUNCTION shortened(mood, int, boolean) RETURNS varchar LANGUAGE sql AS 'SELECT left($1::text, CASE WHEN $2 < 0 THEN 100 ELSE $2 - 4 END) || $3';
CREATE CAST (mood AS varchar) WITH FUNCTION shortened(mood, int, boolean) AS ASSIGNMENT;
SELECT 'glad'::mood::varchar(6), 'glad'::mood::varchar;
CREATE TABLE texts (v varchar(6));
INSERT INTO texts VALUES ('sad'::mood) RETURNING v;
-- Between types that are built in.
CREATE CAST (bigint AS boolean) WITH FUNCTION positive(bigint);
CREATE FUNCTION positive(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 0';
CREATE CAST (bigint AS boolean) WITH FUNCTION positive(bigint);
SELECT 5::bigint::boolean, (-5)::bigint::boolean;
SELECT 5::bigint::boolean::text;
CREATE CAST (int AS date) WITHOUT FUNCTION;
SELECT 3::date;
DROP CAST (int AS date);
-- Errors.
CREATE CAST (numeric AS celsius) WITH FUNCTION to_celsius(numeric);
CREATE CAST (int AS text) WITH INOUT;
CREATE CAST (int AS bigint) WITH INOUT;
CREATE CAST (anyelement AS text) WITH INOUT;
CREATE CAST (text AS record) WITH INOUT;
CREATE CAST (celsius AS celsius) WITH INOUT;
CREATE CAST (celsius AS text) WITHOUT FUNCTION;
CREATE CAST (mood AS oid) WITHOUT FUNCTION;
CREATE CAST (celsius AS date) WITH FUNCTION to_degrees(celsius);
CREATE CAST (date AS numeric) WITH FUNCTION to_degrees(celsius);
CREATE CAST (celsius AS date) WITH FUNCTION nosuch(celsius);
CREATE CAST (celsius AS date) WITH FUNCTION now();
CREATE CAST (nosuch AS date) WITH INOUT;
CREATE CAST (celsius AS nosuch) WITH INOUT;
CREATE FUNCTION badly(mood, text) RETURNS text LANGUAGE sql AS 'SELECT $2';
CREATE CAST (mood AS text) WITH FUNCTION badly(mood, text);
CREATE FUNCTION set_of(mood) RETURNS SETOF text LANGUAGE sql AS 'SELECT $1::text';
CREATE CAST (mood AS text) WITH FUNCTION set_of(mood);
CREATE DOMAIN warm AS numeric;
CREATE CAST (warm AS date) WITH INOUT;
DROP CAST (warm AS date);
DROP CAST (numeric AS date);
DROP CAST (int AS bigint);
DROP CAST (nosuch AS date);
DROP CAST IF EXISTS (numeric AS date);
DROP CAST IF EXISTS (nosuch AS date);
COMMENT ON CAST (numeric AS celsius) IS 'to a temperature';
COMMENT ON CAST (numeric AS date) IS 'no such';
-- What the catalog says.
SELECT castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod, obj_description(oid, 'pg_cast') FROM pg_cast WHERE oid >= 16384 ORDER BY castsource::regtype::text COLLATE "C", casttarget::regtype::text COLLATE "C";
SELECT oid, castsource::regtype, casttarget::regtype FROM pg_cast WHERE castsource IN ('int4'::regtype, 'text'::regtype) AND casttarget IN ('int8'::regtype, 'regclass'::regtype, 'bool'::regtype, 'name'::regtype) AND oid < 16384 ORDER BY oid;
SELECT pg_describe_object('pg_cast'::regclass, oid, 0) FROM pg_cast WHERE casttarget = 'celsius'::regtype;
SELECT type, schema, name, identity FROM pg_cast, pg_identify_object('pg_cast'::regclass, oid, 0) WHERE casttarget = 'celsius'::regtype;
-- Privileges.
CREATE ROLE caster;
SET ROLE caster;
CREATE CAST (mood AS date) WITH INOUT;
DROP CAST (text AS mood);
RESET ROLE;
DROP ROLE caster;
-- What depends on what.
DROP FUNCTION to_celsius(numeric);
DROP FUNCTION to_celsius(numeric) CASCADE;
SELECT takes(5.0);
DROP TYPE mood;
DROP TYPE mood CASCADE;
SELECT count(*) FROM pg_cast WHERE oid >= 16384;
