package org.borealisdb.tests.mapper;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.borealisdb.tests.sql.BorealisServer;

/** A region, and the pool of connections that an application has to it. */
final class Application implements AutoCloseable {
    private final BorealisServer region;
    private final HikariDataSource pool;

    private Application(BorealisServer region) {
        this.region = region;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + region.port() + "/postgres?sslmode=disable");
        config.setUsername("postgres");
        config.setPassword(BorealisServer.PASSWORD);
        config.setMaximumPoolSize(4);
        this.pool = new HikariDataSource(config);
    }

    static Application start(Path data) {
        return new Application(BorealisServer.start(data, false));
    }

    HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        region.close();
    }
}
