package org.borealisdb.tests.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.PagingAndSortingRepository;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Data JDBC keeps aggregates, and Spring's transactions hold. */
class SpringDataTest {
    @TempDir
    private Path data = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private Application application;

    @SuppressWarnings("NullAway.Init") // made before each test
    private AnnotationConfigApplicationContext context;

    record Line(String item, int pieces, BigDecimal price) {}

    record Invoice(
            @Id @Nullable Long id, @Version @Nullable Integer version, String customer, LocalDate day, Set<Line> line) {
        static Invoice of(String customer, int day, Line... lines) {
            return new Invoice(null, null, customer, LocalDate.of(2026, 1, day), new LinkedHashSet<>(List.of(lines)));
        }

        Invoice to(String other) {
            return new Invoice(id, version, other, day, line);
        }
    }

    interface Invoices extends CrudRepository<Invoice, Long>, PagingAndSortingRepository<Invoice, Long> {
        List<Invoice> findByCustomerStartingWithAndDayAfterOrderByDayDesc(String customer, LocalDate day);

        boolean existsByCustomerIgnoreCase(String customer);

        @Query("SELECT sum(pieces * price) FROM line WHERE invoice = :invoice")
        BigDecimal total(long invoice);

        @Modifying
        @Query("UPDATE invoice SET customer = upper(customer) WHERE day < :day")
        int shout(LocalDate day);
    }

    @Configuration
    @EnableJdbcRepositories(considerNestedRepositories = true)
    static class Beans extends AbstractJdbcConfiguration {
        private final DataSource source;

        Beans(DataSource source) {
            this.source = source;
        }

        @Bean
        NamedParameterJdbcOperations operations() {
            return new NamedParameterJdbcTemplate(source);
        }

        @Bean
        DataSourceTransactionManager transactionManager() {
            return new DataSourceTransactionManager(source);
        }
    }

    @BeforeEach
    void start() {
        application = Application.start(data);
        context = new AnnotationConfigApplicationContext();
        context.registerBean("source", DataSource.class, application::pool);
        context.register(Beans.class);
        context.refresh();
        NamedParameterJdbcOperations operations = context.getBean(NamedParameterJdbcOperations.class);
        operations
                .getJdbcOperations()
                .execute(
                        "CREATE TABLE invoice (id bigserial PRIMARY KEY, version int, customer text NOT NULL, day date);"
                                + "CREATE TABLE line (invoice bigint REFERENCES invoice, item text, pieces int CHECK (pieces > 0),"
                                + " price numeric(8, 2))");
    }

    @AfterEach
    void stop() {
        context.close();
        application.close();
    }

    private Invoices invoices() {
        return context.getBean(Invoices.class);
    }

    private static Line line(String item, int pieces) {
        return new Line(item, pieces, new BigDecimal("1.50"));
    }

    @Test
    void keepsAggregates() {
        Invoice saved = invoices().save(Invoice.of("Ada", 3, line("pen", 2), line("ink", 4)));
        Invoice found =
                invoices().findById(saved.id() == null ? -1L : saved.id()).orElseThrow();
        assertThat(found.line()).containsExactlyInAnyOrder(line("pen", 2), line("ink", 4));
        assertThat(invoices().total(found.id() == null ? -1L : found.id())).isEqualByComparingTo("9.00");
        invoices().save(found.to("Bo"));
        assertThatThrownBy(() -> invoices().save(found.to("Cy"))).isInstanceOf(OptimisticLockingFailureException.class);
        invoices().deleteAll();
        assertThat(context.getBean(JdbcAggregateTemplate.class).count(Invoice.class))
                .isZero();
    }

    @Test
    void derivesQueriesAndPages() {
        for (int day = 1; day <= 20; day++) {
            invoices().save(Invoice.of(day % 2 == 0 ? "even " + day : "odd " + day, day));
        }
        assertThat(invoices().findByCustomerStartingWithAndDayAfterOrderByDayDesc("even", LocalDate.of(2026, 1, 15)))
                .extracting(Invoice::customer)
                .containsExactly("even 20", "even 18", "even 16");
        assertThat(invoices().existsByCustomerIgnoreCase("ODD 7")).isTrue();
        Page<Invoice> page =
                invoices().findAll(PageRequest.of(1, 6, Sort.by("customer").descending()));
        assertThat(page.getContent()).hasSize(6);
        assertThat(page.getTotalElements()).isEqualTo(20);
        assertThat(invoices().shout(LocalDate.of(2026, 1, 4))).isEqualTo(3);
    }

    @Test
    void rollsBackTransactions() {
        TransactionTemplate transaction = new TransactionTemplate(context.getBean(DataSourceTransactionManager.class));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    invoices().save(Invoice.of("first", 1));
                    invoices().save(Invoice.of("second", 2, line("none", 0)));
                }))
                .hasRootCauseInstanceOf(org.postgresql.util.PSQLException.class)
                .satisfies(failure -> assertThat(failure)
                        .satisfiesAnyOf(
                                broken -> assertThat(broken).isInstanceOf(DataIntegrityViolationException.class),
                                broken ->
                                        assertThat(broken).hasCauseInstanceOf(DataIntegrityViolationException.class)));
        assertThat(invoices().count()).isZero();
    }
}
