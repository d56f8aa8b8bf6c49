package org.borealisdb.tests.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hibernate makes its schema, finds that it fits, and keeps entities in it. */
class HibernateTest {
    private static final Instant ENTERED = Instant.parse("2026-09-01T08:15:30.123456Z");

    @TempDir
    private Path data = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private Application application;

    @SuppressWarnings("NullAway.Init") // made before each test
    private SessionFactory sessions;

    private SessionFactory open(String schemaAction) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Pupil.class)
                .addAnnotatedClass(Pupil.Mark.class)
                .addAnnotatedClass(Pupil.Course.class)
                .setProperty(AvailableSettings.HBM2DDL_AUTO, schemaAction)
                .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "20")
                .setProperty(AvailableSettings.ORDER_INSERTS, "true");
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, application.pool());
        return configuration.buildSessionFactory();
    }

    @BeforeEach
    void fill() {
        application = Application.start(data);
        sessions = open("create");
        sessions.inTransaction(session -> {
            Pupil.Course maths = new Pupil.Course("maths");
            for (int i = 0; i < 30; i++) {
                Pupil pupil = new Pupil("pupil " + i, LocalDate.of(2010, 1, 1).plusDays(i));
                pupil.entered = ENTERED;
                pupil.level = i % 2 == 0 ? Pupil.Level.FIRST : Pupil.Level.SECOND;
                pupil.remarks = Map.of("seat", String.valueOf(i));
                pupil.nicks = new String[] {"p" + i, "a, \"b\""};
                pupil.clubs.add("chess");
                pupil.courses.add(maths);
                pupil.marks.add(new Pupil.Mark(pupil, "1." + i));
                pupil.marks.add(new Pupil.Mark(pupil, "2.50"));
                session.persist(pupil);
            }
        });
    }

    @AfterEach
    void stop() {
        sessions.close();
        application.close();
    }

    private UUID idOf(String name) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select id from Pupil where name = :name", UUID.class)
                        .setParameter("name", name)
                        .getSingleResult());
    }

    @Test
    void findsItsSchemaAndAddsToIt() {
        open("validate").close();
        open("update").close();
    }

    @Test
    void keepsAllThatAnEntityHas() {
        UUID id = idOf("pupil 7");
        sessions.inTransaction(session -> {
            Pupil pupil = session.find(Pupil.class, id);
            assertThat(pupil.born).isEqualTo(LocalDate.of(2010, 1, 8));
            assertThat(pupil.entered).isEqualTo(ENTERED);
            assertThat(pupil.level).isEqualTo(Pupil.Level.SECOND);
            assertThat(pupil.remarks).containsExactly(Map.entry("seat", "7"));
            assertThat(pupil.nicks).containsExactly("p7", "a, \"b\"");
            assertThat(pupil.clubs).containsExactly("chess");
            assertThat(pupil.marks).hasSize(2);
            assertThat(pupil.courses).extracting(course -> course.title).containsExactly("maths");
            pupil.marks.removeFirst();
            pupil.name = "renamed";
            pupil.clubs.add("choir");
        });
        sessions.inTransaction(session -> {
            Pupil pupil = session.find(Pupil.class, id);
            assertThat(pupil.name).isEqualTo("renamed");
            assertThat(pupil.version).isOne();
            assertThat(pupil.marks).hasSize(1);
            session.remove(pupil);
        });
        assertThat(count("select count(*) from Pupil")).isEqualTo(29);
        assertThat(count("select count(*) from Pupil$Mark")).isEqualTo(58);
    }

    private long count(String query) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery(query, Long.class).getSingleResult());
    }

    @Test
    void asksInItsLanguage() {
        sessions.inTransaction(session -> {
            List<String> page = session.createSelectionQuery(
                            "select p.name from Pupil p where p.level = FIRST and size(p.marks) = 2"
                                    + " and exists (select 1 from p.courses c where c.title like 'm%') order by p.born desc",
                            String.class)
                    .setFirstResult(2)
                    .setMaxResults(3)
                    .getResultList();
            assertThat(page).containsExactly("pupil 24", "pupil 22", "pupil 20");
            Object[] sums = session.createSelectionQuery(
                            "select p.level, avg(m.points), max(m.points) from Pupil p join p.marks m where p.name = 'pupil 3'"
                                    + " group by p.level",
                            Object[].class)
                    .getSingleResult();
            assertThat(sums[0]).isEqualTo(Pupil.Level.SECOND);
            assertThat(sums[2]).isEqualTo(new BigDecimal("2.50"));
            assertThat(session.createSelectionQuery(
                                    "from Pupil p join fetch p.marks where extract(day from p.born) = 5", Pupil.class)
                            .getResultList())
                    .hasSize(1);
            assertThat(session.createMutationQuery("update Pupil set level = SECOND where level = FIRST")
                            .executeUpdate())
                    .isEqualTo(15);
            assertThat(session.createNativeQuery(
                                    "select count(*) from pupil where remarks ->> 'seat' = '4'", Long.class)
                            .getSingleResult())
                    .isOne();
        });
    }

    @Test
    void locks() {
        UUID id = idOf("pupil 1");
        sessions.inTransaction(first -> {
            Pupil stale = first.find(Pupil.class, id);
            sessions.inTransaction(
                    second -> second.find(Pupil.class, id, LockModeType.PESSIMISTIC_WRITE).name = "changed");
            stale.name = "too late";
            assertThatThrownBy(first::flush).isInstanceOf(OptimisticLockException.class);
            first.clear();
        });
    }

    @Test
    void saysWhichConstraintWasBroken() {
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.persist(new Pupil.Course("maths"))))
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        broken -> assertThat(broken.getConstraintName()).contains("course"));
    }
}
