-- Operator classes of B-trees and hash indexes are kept and shown.
CREATE TABLE book (title varchar(20), author text);
CREATE INDEX by_title ON book (title varchar_pattern_ops);
CREATE INDEX by_author ON book (lower(author) text_pattern_ops DESC, title);
CREATE INDEX by_varchar ON book (author varchar_ops);
CREATE INDEX by_usual ON book (title text_ops, author pg_catalog.text_ops);
CREATE INDEX by_hash ON book USING hash (author text_pattern_ops);
SELECT indexdef FROM pg_indexes WHERE tablename = 'book' ORDER BY 1;
SELECT pg_get_indexdef('by_author'::regclass, 1, false), pg_get_indexdef('by_author'::regclass, 2, true);
SELECT c.relname, p.opcname, p.opcdefault FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid, unnest(i.indclass::oid[]) WITH ORDINALITY k(class, place) JOIN pg_opclass p ON p.oid = k.class WHERE i.indrelid = 'book'::regclass ORDER BY c.relname, k.place;

CREATE TABLE kinds (net cidr, code char(3), host inet, n bigint, class regclass, label name, tags text[], pair tid);
CREATE INDEX by_kinds ON kinds (net cidr_ops, code bpchar_pattern_ops, host cidr_ops, n int8_ops, class oid_ops, label name_ops, tags array_ops, pair tid_ops);
CREATE INDEX by_net ON kinds (net inet_ops);
CREATE INDEX by_hashed_net ON kinds USING hash (net cidr_ops);
SELECT indexdef FROM pg_indexes WHERE tablename = 'kinds' ORDER BY 1;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE DOMAIN short AS varchar(3);
CREATE TABLE moods (now mood, word short);
CREATE INDEX by_mood ON moods (now enum_ops, word varchar_pattern_ops);
SELECT pg_get_indexdef('by_mood'::regclass);

-- What is no class, or one of other types.
CREATE INDEX ON kinds (n int4_ops);
CREATE INDEX ON kinds (label text_ops);
CREATE INDEX ON kinds (code text_pattern_ops);
CREATE INDEX ON book (title int4_ops);
CREATE INDEX ON book (title no_ops);
CREATE INDEX ON book (title pg_catalog.no_ops);
CREATE INDEX ON book USING hash (title no_ops);
CREATE INDEX ON moods (now text_ops);

-- Copies have them; another type must fit.
CREATE TABLE copied (LIKE book INCLUDING INDEXES);
SELECT indexdef FROM pg_indexes WHERE tablename = 'copied' ORDER BY 1;
ALTER TABLE book ALTER title TYPE integer USING 1;
ALTER TABLE book ALTER title TYPE text;
ALTER TABLE book ALTER author TYPE varchar(20);
SELECT pg_get_indexdef('by_title'::regclass), pg_get_indexdef('by_hash'::regclass);

-- An index that cannot hold what a column is to become.
CREATE TABLE items (a integer[], b integer, c jsonb);
CREATE INDEX ON items USING gin (a);
CREATE INDEX ON items (b);
CREATE INDEX ON items USING gin (c jsonb_path_ops);
ALTER TABLE items ALTER a TYPE text USING 'x';
ALTER TABLE items ALTER b TYPE json USING '1';
ALTER TABLE items ALTER c TYPE text[] USING '{}';
ALTER TABLE items ALTER a TYPE bigint[];
INSERT INTO items VALUES ('{1,2}', 1, '{"k": 1}');
SELECT * FROM items WHERE a @> '{2}';

CREATE UNIQUE INDEX once ON copied (title varchar_pattern_ops);
INSERT INTO copied VALUES ('abc', 'A'), ('abd', 'B'), ('abc', 'C') ON CONFLICT (title) DO NOTHING;
INSERT INTO copied VALUES ('abc', 'A');
SELECT * FROM copied WHERE title LIKE 'ab%' ORDER BY 1;
-- All classes of types that are there.
SELECT a.amname, o.opcname, o.oid, o.opcintype::regtype, f.opfname, f.oid, o.opcdefault FROM pg_opclass o JOIN pg_am a ON a.oid = o.opcmethod JOIN pg_opfamily f ON f.oid = o.opcfamily
WHERE a.amname IN ('btree', 'hash') AND o.opcname NOT IN ('range_ops', 'multirange_ops', 'tsquery_ops', 'tsvector_ops', 'record_image_ops') ORDER BY 1, 2;
-- Money has no hash (found by the fuzzer, seed 7011).
create table sums(m money, v bit varying);
create index on sums using hash (m);
create index on sums using hash (v);
create index on sums (m);
drop table sums;
