// Drizzle: migrations, queries with relations as JSON, upserts, transactions.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { and, count, desc, eq, inArray, relations, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { boolean, integer, jsonb, numeric, pgSchema, serial, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';

const app = pgSchema('drizzle_app');
const mood = app.enum('mood', ['sad', 'ok', 'happy']);
const users = app.table('users', { id: serial('id').primaryKey(), name: varchar('name', { length: 50 }).notNull(), email: text('email').unique(), mood: mood('mood').default('ok'), settings: jsonb('settings'), tags: text('tags').array(), balance: numeric('balance', { precision: 10, scale: 2 }), active: boolean('active').default(true), token: uuid('token').defaultRandom(), created: timestamp('created', { withTimezone: true }).defaultNow() });
const posts = app.table('posts', { id: integer('id').primaryKey().generatedAlwaysAsIdentity(), title: text('title').notNull(), author: integer('author').notNull().references(() => users.id, { onDelete: 'cascade' }) });
const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
const postsRelations = relations(posts, ({ one }) => ({ writer: one(users, { fields: [posts.author], references: [users.id] }) }));

const folder = mkdtempSync(join(tmpdir(), 'drizzle-'));
mkdirSync(join(folder, 'meta'));
writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries: [{ idx: 0, version: '7', when: 1700000000000, tag: '0000_first', breakpoints: true }] }));
writeFileSync(join(folder, '0000_first.sql'), `CREATE SCHEMA "drizzle_app";
--> statement-breakpoint
CREATE TYPE "drizzle_app"."mood" AS ENUM('sad', 'ok', 'happy');--> statement-breakpoint
CREATE TABLE "drizzle_app"."users" ("id" serial PRIMARY KEY NOT NULL, "name" varchar(50) NOT NULL, "email" text, "mood" "drizzle_app"."mood" DEFAULT 'ok', "settings" jsonb, "tags" text[], "balance" numeric(10, 2), "active" boolean DEFAULT true, "token" uuid DEFAULT gen_random_uuid(), "created" timestamp with time zone DEFAULT now(), CONSTRAINT "users_email_unique" UNIQUE("email"));
--> statement-breakpoint
CREATE TABLE "drizzle_app"."posts" ("id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "drizzle_app"."posts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1), "title" text NOT NULL, "author" integer NOT NULL);
--> statement-breakpoint
ALTER TABLE "drizzle_app"."posts" ADD CONSTRAINT "posts_author_users_id_fk" FOREIGN KEY ("author") REFERENCES "drizzle_app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "posts_title" ON "drizzle_app"."posts" USING btree ("title");`);

const pool = new pg.Pool({ max: 3 });
await pool.query('DROP SCHEMA IF EXISTS drizzle_app CASCADE');
await pool.query('DROP SCHEMA IF EXISTS drizzle CASCADE');
const db = drizzle(pool, { schema: { users, posts, usersRelations, postsRelations } });
await migrate(db, { migrationsFolder: folder });
await migrate(db, { migrationsFolder: folder });

const inserted = await db.insert(users).values([{ name: 'Ann', email: 'ann@x', mood: 'happy', settings: { a: { b: [1] } }, tags: ['x', 'y z'], balance: '10.25' }, { name: 'Bob', email: 'bob@x' }]).returning();
assert.equal(inserted[0].balance, '10.25');
assert.deepEqual(inserted[0].tags, ['x', 'y z']);
assert.ok(inserted[1].created instanceof Date);
await db.insert(posts).values([{ title: 'One', author: inserted[0].id }, { title: 'Two', author: inserted[0].id }, { title: 'Three', author: inserted[1].id }]);
const nested = await db.query.users.findMany({ with: { posts: { orderBy: desc(posts.id), limit: 1 } }, orderBy: users.id, columns: { id: true, name: true } });
assert.deepEqual(nested.map((user) => [user.name, user.posts.map((post) => post.title)]), [['Ann', ['Two']], ['Bob', ['Three']]]);
const back = await db.query.posts.findFirst({ with: { writer: true }, where: eq(posts.title, 'Three') });
assert.equal(back.writer.name, 'Bob');
const grouped = await db.select({ name: users.name, n: count(posts.id) }).from(users).leftJoin(posts, eq(posts.author, users.id)).groupBy(users.id).orderBy(desc(count(posts.id)));
assert.deepEqual(grouped, [{ name: 'Ann', n: 2 }, { name: 'Bob', n: 1 }]);
await db.insert(users).values({ name: 'Other', email: 'ann@x', balance: '5' }).onConflictDoUpdate({ target: users.email, set: { balance: sql`${users.balance} + excluded.balance` }, setWhere: eq(users.mood, 'happy') });
assert.equal((await db.select().from(users).where(and(eq(users.email, 'ann@x'), inArray(users.mood, ['happy', 'ok']))))[0].balance, '15.25');
const recent = db.$with('recent').as(db.select({ id: posts.id }).from(posts).orderBy(desc(posts.id)).limit(1));
assert.equal((await db.with(recent).select().from(recent)).length, 1);
await assert.rejects(db.transaction(async (tx) => {
  await tx.update(users).set({ active: false });
  await tx.transaction(async (inner) => { await inner.delete(posts); inner.rollback(); }).catch(() => {});
  assert.equal((await tx.select({ n: count() }).from(posts))[0].n, 3);
  tx.rollback();
}, { isolationLevel: 'repeatable read' }));
assert.equal(await db.$count(users, eq(users.active, true)), 2);
const prepared = db.select().from(users).where(eq(users.id, sql.placeholder('id'))).prepare('by_id');
assert.equal((await prepared.execute({ id: inserted[1].id }))[0].name, 'Bob');
await pool.query('DROP SCHEMA drizzle_app CASCADE');
await pool.query('DROP SCHEMA drizzle CASCADE');
await pool.end();
console.log('drizzle: ok');
