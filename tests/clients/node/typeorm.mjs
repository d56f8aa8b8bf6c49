// TypeORM: entities synchronized (and found unchanged afterwards), relations, queries, transactions, migrations.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { DataSource, EntitySchema, In, Like } from 'typeorm';

const Author = new EntitySchema({
  name: 'Author', tableName: 'author',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' },
    name: { type: 'varchar', length: 80 },
    email: { type: 'varchar', unique: true },
    level: { type: 'enum', enum: ['junior', 'senior'], default: 'junior' },
    details: { type: 'jsonb', nullable: true },
    nicknames: { type: 'text', array: true, default: '{}' },
    salary: { type: 'numeric', precision: 12, scale: 2, nullable: true },
    joined: { type: 'timestamptz', createDate: true },
    changed: { type: 'timestamp', updateDate: true },
    version: { type: 'int', version: true },
    removed: { type: 'timestamp', deleteDate: true, nullable: true },
  },
  relations: { books: { type: 'one-to-many', target: 'Book', inverseSide: 'author', cascade: true } },
  indices: [{ columns: ['name', 'level'] }],
  checks: [{ expression: '"salary" >= 0' }],
});
const Book = new EntitySchema({
  name: 'Book', tableName: 'book',
  columns: { id: { type: 'bigint', primary: true, generated: 'increment' }, title: { type: 'text', comment: 'on the cover' }, pages: { type: 'smallint', default: 10 }, published: { type: 'date', nullable: true } },
  relations: {
    author: { type: 'many-to-one', target: 'Author', inverseSide: 'books', onDelete: 'CASCADE', nullable: false, joinColumn: true },
    genres: { type: 'many-to-many', target: 'Genre', joinTable: true, cascade: true },
  },
  uniques: [{ columns: ['title', 'author'] }],
});
const Genre = new EntitySchema({ name: 'Genre', tableName: 'genre', columns: { id: { type: 'int', primary: true, generated: 'identity' }, label: { type: 'varchar', length: 20, unique: true } } });

class AddRating1700000000000 {
  name = 'AddRating1700000000000';
  async up(runner) { await runner.query('ALTER TABLE "typeorm_app"."book" ADD "rating" double precision NOT NULL DEFAULT 1'); }
  async down(runner) { await runner.query('ALTER TABLE "typeorm_app"."book" DROP COLUMN "rating"'); }
}
const options = { type: 'postgres', host: process.env.PGHOST, port: Number(process.env.PGPORT), username: process.env.PGUSER, password: process.env.PGPASSWORD, database: process.env.PGDATABASE, schema: 'typeorm_app', entities: [Author, Book, Genre], migrations: [AddRating1700000000000], logging: false, installExtensions: false };
const source = await new DataSource(options).initialize();
await source.query('DROP SCHEMA IF EXISTS typeorm_app CASCADE');
await source.query('CREATE SCHEMA typeorm_app');
await source.synchronize();
const changes = await source.driver.createSchemaBuilder().log();
assert.deepEqual(changes.upQueries.map((query) => query.query), []);

const authors = source.getRepository('Author');
const books = source.getRepository('Book');
const ann = await authors.save({ name: 'Ann', email: 'ann@x', level: 'senior', details: { a: 1 }, nicknames: ['an', 'annie'], salary: '100.50', books: [{ title: 'One', genres: [{ label: 'novel' }, { label: 'crime' }] }, { title: 'Two', pages: 20 }] });
await authors.save([{ name: 'Bob', email: 'bob@x' }, { name: 'Cid', email: 'cid@x' }]);
const loaded = await authors.findOneOrFail({ where: { email: 'ann@x' }, relations: { books: { genres: true } }, order: { books: { id: 'ASC' } } });
assert.deepEqual(loaded.nicknames, ['an', 'annie']);
assert.equal(loaded.salary, '100.50');
assert.deepEqual(loaded.books.map((book) => [book.title, book.pages, book.genres.length]), [['One', 10, 2], ['Two', 20, 0]]);
loaded.name = 'Anna';
const again = await authors.save(loaded);
assert.equal(again.version, 2);
assert.equal(await authors.count({ where: { name: Like('%n%'), level: In(['senior']) } }), 1);
const rows = await source.createQueryBuilder('Author', 'a').leftJoin('a.books', 'b').select('a.name', 'name').addSelect('COUNT(b.id)', 'n').groupBy('a.id').having('COUNT(b.id) > :n', { n: 0 }).getRawMany();
assert.deepEqual(rows, [{ name: 'Anna', n: '2' }]);
const [list, total] = await books.createQueryBuilder('b').innerJoinAndSelect('b.author', 'a').where('a.email = :email', { email: 'ann@x' }).orderBy('b.title', 'DESC').skip(1).take(1).getManyAndCount();
assert.equal(total, 2);
assert.equal(list[0].title, 'One');
await books.createQueryBuilder().insert().values({ title: 'Three', author: ann }).orUpdate(['pages'], ['title', 'authorId']).returning('*').execute();
await authors.softDelete({ email: 'cid@x' });
assert.equal(await authors.count(), 2);
assert.equal(await authors.count({ withDeleted: true }), 3);
await assert.rejects(source.transaction('SERIALIZABLE', async (manager) => {
  await manager.save('Author', { name: 'Gone', email: 'gone@x' });
  await manager.findOne('Author', { where: { email: 'ann@x' }, lock: { mode: 'pessimistic_write' } });
  throw new Error('no');
}), /no/);
assert.equal(await authors.count({ where: { email: 'gone@x' } }), 0);
await assert.rejects(authors.save({ name: 'x', email: 'ann@x' }), (error) => error.code === '23505');
await source.runMigrations();
assert.equal((await source.query('SELECT rating FROM typeorm_app.book LIMIT 1'))[0].rating, 1);
await source.undoLastMigration();
const runner = source.createQueryRunner();
const table = await runner.getTable('typeorm_app.book');
assert.deepEqual(table.foreignKeys.map((key) => key.referencedTableName), ['typeorm_app.author']);
assert.equal(table.findColumnByName('title').comment, 'on the cover');
await runner.release();
await source.query('DROP SCHEMA typeorm_app CASCADE');
await source.destroy();
console.log('typeorm: ok');
