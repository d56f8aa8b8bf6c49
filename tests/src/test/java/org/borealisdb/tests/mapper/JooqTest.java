package org.borealisdb.tests.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multisetAgg;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.NUMERIC;
import static org.jooq.impl.SQLDataType.VARCHAR;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jOOQ's statements for PostgreSQL, and what it reads of the catalog. */
class JooqTest {
    private static final Table<Record> AUTHOR = table(name("library", "author"));
    private static final Field<Long> AUTHOR_ID = field(name("library", "author", "id"), BIGINT.identity(true));
    private static final Field<String> NAME =
            field(name("library", "author", "name"), VARCHAR(50).nullable(false));
    private static final Table<Record> BOOK = table(name("library", "book"));
    private static final Field<Long> BOOK_AUTHOR = field(name("library", "book", "author_id"), BIGINT.nullable(false));
    private static final Field<String> TITLE =
            field(name("library", "book", "title"), VARCHAR(100).nullable(false));
    private static final Field<Integer> YEAR = field(name("library", "book", "year"), INTEGER);
    private static final Field<BigDecimal> PRICE = field(name("library", "book", "price"), NUMERIC(8, 2));

    @TempDir
    private Path data = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private Application application;

    @SuppressWarnings("NullAway.Init") // made before each test
    private DSLContext jooq;

    @BeforeEach
    void makeLibrary() {
        application = Application.start(data);
        jooq = DSL.using(application.pool(), SQLDialect.POSTGRES);
        jooq.createSchema("library").execute();
        jooq.createTable(AUTHOR)
                .columns(AUTHOR_ID, NAME)
                .primaryKey(AUTHOR_ID)
                .unique(NAME)
                .execute();
        jooq.createTable(BOOK)
                .columns(BOOK_AUTHOR, TITLE, YEAR, PRICE)
                .primaryKey(BOOK_AUTHOR, TITLE)
                .constraint(DSL.foreignKey(BOOK_AUTHOR)
                        .references(AUTHOR, AUTHOR_ID)
                        .onDeleteCascade())
                .execute();
        jooq.createIndex("book_year").on(BOOK, YEAR.desc()).execute();
        long ada = author("Ada");
        long bo = author("Bo");
        jooq.insertInto(BOOK, BOOK_AUTHOR, TITLE, YEAR, PRICE)
                .values(ada, "Notes", 1843, new BigDecimal("9.50"))
                .values(ada, "More Notes", 1844, new BigDecimal("12.00"))
                .values(bo, "Engines", 1850, new BigDecimal("7.25"))
                .execute();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private long author(String called) {
        return jooq.insertInto(AUTHOR)
                .set(NAME, called)
                .returningResult(AUTHOR_ID)
                .fetchSingle()
                .value1();
    }

    @Test
    void joinsGroupsAndRanks() {
        assertThat(jooq.select(NAME, sum(PRICE))
                        .from(AUTHOR)
                        .join(BOOK)
                        .on(BOOK_AUTHOR.eq(AUTHOR_ID))
                        .groupBy(NAME)
                        .having(sum(PRICE).gt(new BigDecimal("1")))
                        .orderBy(sum(PRICE).desc())
                        .fetchMap(NAME, sum(PRICE)))
                .containsExactly(
                        java.util.Map.entry("Ada", new BigDecimal("21.50")),
                        java.util.Map.entry("Bo", new BigDecimal("7.25")));
        assertThat(jooq.select(
                                TITLE,
                                rowNumber().over().partitionBy(BOOK_AUTHOR).orderBy(YEAR.desc()))
                        .from(BOOK)
                        .where(YEAR.between(1800, 1900).and(TITLE.likeIgnoreCase("%notes%")))
                        .orderBy(YEAR)
                        .limit(1)
                        .offset(1)
                        .fetch()
                        .formatCSV())
                .isEqualTo("title,row_number\nMore Notes,1\n");
    }

    @Test
    void readsRelationsAsMultisets() {
        Field<?> titles = multisetAgg(TITLE, YEAR).orderBy(YEAR).as("titles");
        assertThat(jooq.select(NAME, titles)
                        .from(AUTHOR)
                        .join(BOOK)
                        .on(BOOK_AUTHOR.eq(AUTHOR_ID))
                        .groupBy(NAME)
                        .orderBy(NAME)
                        .fetch()
                        .formatJSON())
                .contains("More Notes", "1850");
        assertThat(jooq.select(NAME, DSL.multiset(select(TITLE).from(BOOK).where(BOOK_AUTHOR.eq(AUTHOR_ID))))
                        .from(AUTHOR)
                        .orderBy(NAME)
                        .fetch())
                .hasSize(2);
    }

    @Test
    void insertsOrUpdates() {
        assertThat(jooq.insertInto(AUTHOR)
                        .set(NAME, "Ada")
                        .onConflict(NAME)
                        .doUpdate()
                        .set(NAME, DSL.excluded(NAME).concat("!"))
                        .returningResult(NAME)
                        .fetchSingle()
                        .value1())
                .isEqualTo("Ada!");
        assertThat(jooq.insertInto(AUTHOR).set(NAME, "Bo").onConflictDoNothing().execute())
                .isZero();
        assertThatThrownBy(() -> jooq.insertInto(AUTHOR).set(NAME, "Bo").execute())
                .isInstanceOf(IntegrityConstraintViolationException.class);
    }

    @Test
    void nestsTransactions() {
        assertThatThrownBy(() -> jooq.transaction(outer -> {
                    outer.dsl().deleteFrom(BOOK).execute();
                    assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                                inner.dsl().deleteFrom(AUTHOR).execute();
                                throw new IllegalStateException("inner");
                            }))
                            .hasMessageContaining("inner");
                    assertThat(outer.dsl().fetchCount(AUTHOR)).isEqualTo(2);
                    throw new DataAccessException("outer");
                }))
                .hasMessageContaining("outer");
        assertThat(jooq.fetchCount(BOOK)).isEqualTo(3);
    }

    @Test
    void readsTheCatalog() {
        List<Schema> schemas = jooq.meta().getSchemas("library");
        assertThat(schemas).hasSize(1);
        Table<?> book = jooq.meta().getTables("book").getFirst();
        assertThat(book.fields()).extracting(Field::getName).containsExactly("author_id", "title", "year", "price");
        assertThat(book.field("price").getDataType().precision()).isEqualTo(8);
        assertThat(book.getReferences().getFirst().getKey().getTable().getName())
                .isEqualTo("author");
        assertThat(book.getPrimaryKey().getFields()).extracting(Field::getName).containsExactly("author_id", "title");
        assertThat(book.getIndexes()).extracting(index -> index.getName()).contains("book_year");
        jooq.meta().filterSchemas(schema -> schema.getName().equals("library")).ddl();
    }

    @Test
    void runsBatchesAndLocksRows() {
        int[] counts = jooq.batch(
                        jooq.update(BOOK).set(PRICE, PRICE.times(2)).where(YEAR.lt(1845)),
                        jooq.deleteFrom(BOOK).where(TITLE.eq("Engines")))
                .execute();
        assertThat(counts).containsExactly(2, 1);
        jooq.transaction(inside -> assertThat(inside.dsl()
                        .select(TITLE)
                        .from(BOOK)
                        .orderBy(TITLE)
                        .forUpdate()
                        .skipLocked()
                        .fetch(TITLE))
                .containsExactly("More Notes", "Notes"));
    }
}
