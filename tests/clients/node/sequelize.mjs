// Sequelize: models synchronized twice, associations, queries over them, JSON, transactions, introspection. Without its enums and findOrCreate, which it writes in PL/pgSQL.
import assert from 'node:assert/strict';
import { DataTypes, Op, Sequelize, UniqueConstraintError, ForeignKeyConstraintError } from 'sequelize';

const sequelize = new Sequelize(process.env.PGDATABASE, process.env.PGUSER, process.env.PGPASSWORD, { host: process.env.PGHOST, port: Number(process.env.PGPORT), dialect: 'postgres', logging: false, schema: 'sequelize_app' });
await sequelize.authenticate();
await sequelize.dropSchema('sequelize_app');
await sequelize.createSchema('sequelize_app');
const User = sequelize.define('User', {
  name: { type: DataTypes.STRING(60), allowNull: false },
  email: { type: DataTypes.STRING, unique: true },
  role: { type: DataTypes.STRING(10), defaultValue: 'member', validate: { isIn: [['admin', 'member']] } },
  settings: DataTypes.JSONB,
  tags: { type: DataTypes.ARRAY(DataTypes.TEXT), defaultValue: [] },
  score: DataTypes.DECIMAL(10, 2),
  key: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4 },
  born: DataTypes.DATEONLY,
  picture: DataTypes.BLOB,
}, { indexes: [{ fields: ['name'] }, { fields: ['role', 'score'], where: { role: 'admin' }, name: 'admins_by_score' }], paranoid: true });
const Post = sequelize.define('Post', { title: { type: DataTypes.TEXT, allowNull: false, comment: 'what it says' }, views: { type: DataTypes.BIGINT, defaultValue: 0 } });
const Tag = sequelize.define('Tag', { label: { type: DataTypes.STRING(30), unique: true } }, { timestamps: false });
User.hasMany(Post, { foreignKey: { name: 'authorId', allowNull: false }, onDelete: 'CASCADE' });
Post.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
Post.belongsToMany(Tag, { through: 'PostTags' });
Tag.belongsToMany(Post, { through: 'PostTags' });
await sequelize.sync({ force: true });
await sequelize.sync({ alter: true });
await sequelize.sync();

const ann = await User.create({ name: 'Ann', email: 'ann@x', role: 'admin', settings: { theme: { dark: true }, n: 3 }, tags: ['x', 'y'], score: '12.30', born: '1990-05-06', picture: Buffer.from('abc') });
const [bob, cid] = await User.bulkCreate([{ name: 'Bob', email: 'bob@x' }, { name: 'Cid', email: 'cid@x', score: 7 }], { returning: true });
const post = await ann.createPost({ title: 'Hello' });
await Post.bulkCreate([{ title: 'Two', authorId: bob.id }, { title: 'Three', authorId: bob.id, views: 5 }]);
const [red, blue] = await Tag.bulkCreate([{ label: 'red' }, { label: 'blue' }], { returning: true });
await post.setTags([red, blue]);
const loaded = await User.findOne({ where: { email: 'ann@x' }, include: [{ model: Post, include: [Tag] }] });
assert.equal(loaded.Posts[0].Tags.length, 2);
assert.equal(loaded.score, '12.30');
assert.equal(loaded.picture.toString(), 'abc');
assert.equal(loaded.born, '1990-05-06');
assert.equal(await User.count({ where: { settings: { theme: { dark: true } } } }), 1);
assert.equal(await User.count({ where: { tags: { [Op.contains]: ['x'] } } }), 1);
assert.equal(await User.count({ where: { [Op.or]: [{ name: { [Op.iLike]: 'B%' } }, { score: { [Op.gt]: 10 } }] } }), 2);
const counts = await Post.findAll({ attributes: ['authorId', [sequelize.fn('COUNT', sequelize.col('id')), 'n']], group: ['authorId'], order: [['authorId', 'ASC']], raw: true });
assert.deepEqual(counts.map((c) => c.n), ['1', '2']);
const page = await Post.findAndCountAll({ include: [{ model: User, as: 'author', required: true }], limit: 2, offset: 1, order: [['id', 'DESC']] });
assert.equal(page.count, 3);
assert.equal(page.rows.length, 2);
const [upserted] = await User.upsert({ email: 'bob@x', name: 'Robert' });
assert.equal(upserted.name, 'Robert');
const [found, created] = await User.findCreateFind({ where: { email: 'new@x' }, defaults: { name: 'New' } });
assert.equal(created, true);
await found.destroy();
assert.equal(await User.count(), 3);
assert.equal(await User.count({ paranoid: false }), 4);
await Post.increment('views', { by: 3, where: { title: 'Three' } });
assert.equal((await Post.findOne({ where: { title: 'Three' } })).views, '8');
await assert.rejects(User.create({ name: 'x', email: 'ann@x' }), UniqueConstraintError);
await assert.rejects(Post.create({ title: 'x', authorId: 999 }), ForeignKeyConstraintError);
await assert.rejects(sequelize.transaction(async (t) => { await User.create({ name: 'T', email: 't@x' }, { transaction: t }); throw new Error('no'); }), /no/);
await sequelize.transaction({ isolationLevel: Sequelize.Transaction.ISOLATION_LEVELS.SERIALIZABLE }, async (t) => {
  const locked = await User.findByPk(cid.id, { transaction: t, lock: t.LOCK.UPDATE });
  await locked.update({ score: 8 }, { transaction: t });
});
assert.equal(await User.count({ where: { email: 't@x' } }), 0);
const interfaces = sequelize.getQueryInterface();
const described = await interfaces.describeTable({ tableName: 'Users', schema: 'sequelize_app' });
assert.equal(described.name.type, 'CHARACTER VARYING(60)');
assert.equal(described.id.primaryKey, true);
assert.equal(described.role.defaultValue, 'member');
const indexes = await interfaces.showIndex({ tableName: 'Users', schema: 'sequelize_app' });
assert.ok(indexes.some((index) => index.name === 'admins_by_score'));
const keys = await interfaces.getForeignKeyReferencesForTable({ tableName: 'Posts', schema: 'sequelize_app' });
assert.equal(keys[0].referencedTableName, 'Users');
await interfaces.addColumn({ tableName: 'Users', schema: 'sequelize_app' }, 'nick', { type: DataTypes.STRING(5), defaultValue: 'n' });
await interfaces.changeColumn({ tableName: 'Users', schema: 'sequelize_app' }, 'nick', { type: DataTypes.STRING(9), allowNull: false, defaultValue: 'n' });
await interfaces.renameColumn({ tableName: 'Users', schema: 'sequelize_app' }, 'nick', 'alias');
await interfaces.removeColumn({ tableName: 'Users', schema: 'sequelize_app' }, 'alias');
assert.equal(typeof (await sequelize.databaseVersion()), 'string');
await sequelize.dropSchema('sequelize_app');
await sequelize.close();
console.log('sequelize: ok');
