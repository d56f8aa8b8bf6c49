package org.borealisdb.tests.driver;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The errors that servers sent to PostgreSQL's driver, whoever used it and whatever became of them, from its log. */
final class RefusedStatements implements AutoCloseable {
    private final Logger logger = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String text = formatter.formatMessage(line);
            if (text.contains("<=BE ErrorMessage")) {
                errors.add(text);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    RefusedStatements() {
        handler.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    List<String> all() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }
}
