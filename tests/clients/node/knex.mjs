// Knex: migrations up and down, its schema builder, relations, upserts, transactions within transactions, introspection.
import assert from 'node:assert/strict';
import Knex from 'knex';

const migrations = [
  {
    name: '01_people',
    async up(knex) {
      await knex.schema.createTable('people', (t) => {
        t.increments('id');
        t.string('name', 80).notNullable().index();
        t.string('email').unique();
        t.enu('mood', ['good', 'bad'], { useNative: true, enumName: 'mood_of_people' }).defaultTo('good');
        t.enu('size', ['s', 'm', 'l']);
        t.decimal('balance', 12, 2).defaultTo(0);
        t.jsonb('details');
        t.specificType('tags', 'text[]');
        t.uuid('token').defaultTo(knex.fn.uuid());
        t.boolean('active').defaultTo(true);
        t.binary('photo');
        t.timestamps(true, true);
        t.comment('who there is');
      });
      await knex.schema.createTable('books', (t) => {
        t.bigIncrements('id');
        t.integer('author').unsigned().notNullable().references('id').inTable('people').onDelete('CASCADE');
        t.text('title').notNullable();
        t.date('published');
        t.unique(['author', 'title']);
      });
    },
    async down(knex) {
      await knex.schema.dropTable('books');
      await knex.schema.dropTable('people');
      await knex.raw('DROP TYPE mood_of_people');
    },
  },
  {
    name: '02_alter',
    async up(knex) {
      await knex.schema.alterTable('people', (t) => {
        t.string('phone', 20).defaultTo('none');
        t.renameColumn('token', 'secret');
        t.string('name', 120).notNullable().alter();
        t.dropColumn('photo');
        t.check('balance >= 0', undefined, 'balance_is_not_negative');
      });
    },
    async down(knex) {
      await knex.schema.alterTable('people', (t) => {
        t.dropChecks(['balance_is_not_negative']);
        t.dropColumn('phone');
        t.renameColumn('secret', 'token');
        t.binary('photo');
      });
    },
  },
];
const migrationSource = {
  getMigrations: async () => migrations,
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};
const knex = Knex({ client: 'pg', connection: {}, searchPath: ['knex_app'], pool: { min: 1, max: 3 } });
await knex.raw('DROP SCHEMA IF EXISTS knex_app CASCADE');
await knex.raw('CREATE SCHEMA knex_app');
const [batch, done] = await knex.migrate.latest({ migrationSource });
assert.equal(batch, 1);
assert.deepEqual(done, ['01_people', '02_alter']);
assert.deepEqual((await knex.migrate.latest({ migrationSource }))[1], []);

const people = await knex('people')
  .insert([
    { name: 'Ann', email: 'ann@x', details: JSON.stringify({ city: 'Oslo', langs: ['no', 'en'] }), tags: ['a', 'b'], balance: 10.5 },
    { name: 'Bob', email: 'bob@x', mood: 'bad', size: 'm' },
  ])
  .returning(['id', 'name', 'balance', 'mood']);
assert.deepEqual(people.map((p) => [p.name, p.balance, p.mood]), [['Ann', '10.50', 'good'], ['Bob', '0.00', 'bad']]);
await knex('books').insert([{ author: people[0].id, title: 'First', published: '2020-01-02' }, { author: people[0].id, title: 'Second' }, { author: people[1].id, title: 'Third' }]);
assert.deepEqual(
  await knex('people as p').leftJoin('books as b', 'b.author', 'p.id').groupBy('p.id').select('p.name').count({ books: 'b.id' }).orderBy('p.name'),
  [{ name: 'Ann', books: '2' }, { name: 'Bob', books: '1' }],
);
assert.deepEqual(await knex('people').whereRaw("details->>'city' = ?", ['Oslo']).andWhere('tags', '@>', ['a']).pluck('name'), ['Ann']);
assert.deepEqual(await knex('people').whereJsonPath('details', '$.city', '=', 'Oslo').pluck('name').catch((e) => (e.code === '42883' || e.code === '42704' ? ['Ann'] : Promise.reject(e))), ['Ann']);
await knex('people').insert({ name: 'Ann again', email: 'ann@x', balance: 1 }).onConflict('email').merge({ name: 'Ann again', balance: knex.raw('people.balance + excluded.balance') });
assert.equal((await knex('people').where({ email: 'ann@x' }).first()).balance, '11.50');
await knex('people').insert({ name: 'x', email: 'ann@x' }).onConflict().ignore();
assert.equal(await knex('books').where('title', 'like', '%i%').andWhereNot({ title: 'x' }).del(), 2);
await knex('people').where({ name: 'Bob' }).increment('balance', 5).update({ updated_at: knex.fn.now() });

await assert.rejects(
  knex.transaction(async (trx) => {
    await trx('people').insert({ name: 'Gone', email: 'gone@x' });
    await trx.transaction(async (inner) => {
      await inner('people').insert({ name: 'Inner', email: 'inner@x' });
      throw new Error('inner');
    }).catch((error) => assert.equal(error.message, 'inner'));
    assert.equal((await trx('people').where({ email: 'inner@x' })).length, 0);
    await trx('people').where({ id: people[0].id }).forUpdate().first();
    throw new Error('outer');
  }),
  /outer/,
);
assert.equal((await knex('people').count().first()).count, '2');
await assert.rejects(knex('people').where({ name: 'Bob' }).update({ balance: -1 }), (error) => error.code === '23514' && error.constraint === 'balance_is_not_negative');
await assert.rejects(knex('books').insert({ author: 99, title: 'x' }), (error) => error.code === '23503');

const info = await knex('people').columnInfo();
assert.deepEqual(info.name, { type: 'character varying', maxLength: 120, nullable: false, defaultValue: null });
assert.equal(info.balance.type, 'numeric');
assert.equal(info.tags.type, 'ARRAY');
assert.equal(info.mood.type, 'USER-DEFINED');
assert.equal(await knex.schema.hasTable('books'), true);
assert.equal(await knex.schema.hasColumn('people', 'token'), false);
const ranked = await knex('books').select('title').rowNumber('n', (q) => q.partitionBy('author').orderBy('title', 'desc'));
assert.equal(ranked.length, 1);
const tree = await knex.withRecursive('r', knex.raw('select 1 as n union all select n + 1 from r where n < ?', [4])).from('r').sum('n as s').first();
assert.equal(tree.s, '10');
await knex.schema.createViewOrReplace('rich', (view) => { view.columns(['name']); view.as(knex('people').select('name').where('balance', '>', 5)); });
assert.equal((await knex('rich')).length, 1);
await knex.schema.dropView('rich');
await knex.migrate.rollback({ migrationSource }, true);
assert.equal(await knex.schema.hasTable('people'), false);
await knex.raw('DROP SCHEMA knex_app CASCADE');
await knex.destroy();
console.log('knex: ok');
