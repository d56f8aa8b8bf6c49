// node-postgres: types both ways, named statements, cursors, COPY, notifications, errors.
import assert from 'node:assert/strict';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const pool = new pg.Pool({ max: 4 });
const client = await pool.connect();
await client.query('DROP SCHEMA IF EXISTS node_pg CASCADE');
await client.query('CREATE SCHEMA node_pg');
await client.query('SET search_path TO node_pg');
await client.query(`CREATE TABLE kinds (
  id bigserial PRIMARY KEY, flag boolean, small smallint, whole integer, large bigint, exact numeric(20, 5), single real, double double precision,
  words text, short varchar(10), padded char(5), bytes bytea, day date, at timestamp, moment timestamptz, span interval, key uuid DEFAULT gen_random_uuid(),
  doc json, docb jsonb, numbers integer[], names text[], UNIQUE (whole))`);
const moment = new Date('2024-02-29T12:34:56.789Z');
const inserted = await client.query({
  name: 'insert-kind',
  text: `INSERT INTO kinds (flag, small, whole, large, exact, single, double, words, short, padded, bytes, day, at, moment, span, doc, docb, numbers, names)
    VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19) RETURNING *`,
  values: [true, -7, 42, '9007199254740993', '12345.67890', 1.5, 0.1, "it's é 😀", 'short', 'ab', Buffer.from([0, 1, 255]), '2024-02-29', '2024-02-29 01:02:03.5',
    moment, '1 day 02:00:00', { a: [1, 'x'] }, { b: { c: null } }, [1, 2, null], ['a,b', 'c"d', '']],
});
const row = inserted.rows[0];
assert.equal(row.large, '9007199254740993');
assert.equal(row.exact, '12345.67890');
assert.equal(row.words, "it's é 😀");
assert.equal(row.padded, 'ab   ');
assert.deepEqual([...row.bytes], [0, 1, 255]);
assert.equal(row.moment.getTime(), moment.getTime());
assert.equal(row.span.days, 1);
assert.deepEqual(row.doc, { a: [1, 'x'] });
assert.deepEqual(row.docb, { b: { c: null } });
assert.deepEqual(row.numbers, [1, 2, null]);
assert.deepEqual(row.names, ['a,b', 'c"d', '']);
assert.match(row.key, /^[0-9a-f-]{36}$/);
assert.equal(inserted.fields.find((field) => field.name === 'exact').dataTypeID, 1700);

const failure = await client.query('INSERT INTO kinds (whole) VALUES ($1)', [42]).catch((error) => error);
assert.equal(failure.code, '23505');
assert.equal(failure.constraint, 'kinds_whole_key');
assert.equal(failure.table, 'kinds');
assert.equal(failure.schema, 'node_pg');
assert.equal(failure.detail, 'Key (whole)=(42) already exists.');
const syntax = await client.query('SELEC 1').catch((error) => error);
assert.equal(syntax.code, '42601');
assert.equal(syntax.position, '1');

await client.query('BEGIN');
await client.query('INSERT INTO kinds (whole) VALUES (43)');
await client.query('SAVEPOINT s');
await client.query('INSERT INTO kinds (whole) VALUES (43)').catch(() => {});
await client.query('ROLLBACK TO SAVEPOINT s');
await client.query('COMMIT');
assert.equal((await client.query('SELECT count(*)::int AS n FROM kinds')).rows[0].n, 2);

const cursor = client.query(new Cursor('SELECT i FROM generate_series(1, $1) i', [250]));
let total = 0;
for (let rows = await cursor.read(100); rows.length > 0; rows = await cursor.read(100)) total += rows.length;
await cursor.close();
assert.equal(total, 250);
let streamed = 0;
for await (const each of client.query(new QueryStream('SELECT i FROM generate_series(1, 1000) i', [], { batchSize: 64 }))) streamed += each.i;
assert.equal(streamed, 500500);

await client.query('CREATE TABLE copied (id int, word text)');
await pipeline(Readable.from(['1\tone\n', '2\ttwo\n3\t\\N\n']), client.query(copyFrom('COPY copied FROM STDIN')));
let text = '';
for await (const chunk of client.query(copyTo('COPY (SELECT * FROM copied ORDER BY id) TO STDOUT WITH (FORMAT csv)'))) text += chunk;
assert.equal(text, '1,one\n2,two\n3,\n');

const listener = await pool.connect();
const heard = new Promise((resolve) => listener.on('notification', resolve));
await listener.query('LISTEN news');
await client.query("SELECT pg_notify('news', $1)", ['hello']);
assert.equal((await heard).payload, 'hello');
listener.release();

const several = await client.query('SELECT 1 AS a; SELECT 2 AS b, 3 AS c');
assert.deepEqual(several.map((result) => result.rows), [[{ a: 1 }], [{ b: 2, c: 3 }]]);
assert.deepEqual((await client.query({ text: 'SELECT 1, 2', rowMode: 'array' })).rows, [[1, 2]]);
assert.deepEqual((await Promise.all([1, 2, 3, 4, 5, 6].map((i) => pool.query('SELECT $1::int AS i', [i])))).map((r) => r.rows[0].i), [1, 2, 3, 4, 5, 6]);
await client.query('DROP SCHEMA node_pg CASCADE');
client.release();
await pool.end();
console.log('pg: ok');
