package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SourceText;

/**
 * The options of EXPLAIN.
 *
 * @param analyze whether the statement is run and measured
 * @param costs whether estimates are shown
 * @param settings whether settings are shown that are not as at first
 * @param timing whether times of nodes are shown
 * @param summary whether times of the whole are shown
 * @param verbose whether it is shown what nodes answer
 * @param buffers whether it is shown which pages were used
 * @param log whether it is shown how much was appended to the log
 */
record ExplainOptions(
        boolean analyze,
        boolean costs,
        boolean settings,
        boolean timing,
        boolean summary,
        boolean verbose,
        boolean buffers,
        boolean log,
        Format format) {
    /** In what form plans are shown. */
    enum Format {
        TEXT,
        JSON,
        YAML,
        XML
    }

    /**
     * Reads options.
     *
     * @param statement its text, at which errors point
     * @throws SqlException if one is unknown or its value wrong (42601, 22023), or not there (0A000)
     */
    static ExplainOptions of(List<OptionItem> items, String statement) {
        boolean analyze = false;
        boolean costs = true;
        boolean settings = false;
        boolean wal = false;
        boolean verbose = false;
        boolean buffers = false;
        Optional<Boolean> timing = Optional.empty();
        Optional<Boolean> summary = Optional.empty();
        Format format = Format.TEXT;
        for (OptionItem item : items) {
            switch (item.name()) {
                case "analyze" -> analyze = OptionValue.isOn(item);
                case "costs" -> costs = OptionValue.isOn(item);
                case "timing" -> timing = Optional.of(OptionValue.isOn(item));
                case "summary" -> summary = Optional.of(OptionValue.isOn(item));
                case "wal" -> wal = OptionValue.isOn(item);
                case "settings" -> settings = OptionValue.isOn(item);
                case "verbose" -> verbose = OptionValue.isOn(item);
                case "buffers" -> buffers = OptionValue.isOn(item);
                case "format" -> format = format(item, statement);
                default -> throw OptionValue.unrecognized("EXPLAIN", item, statement);
            }
        }
        if (wal && !analyze) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "EXPLAIN option WAL requires ANALYZE");
        }
        if (timing.orElse(false) && !analyze) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "EXPLAIN option TIMING requires ANALYZE");
        }
        return new ExplainOptions(
                analyze,
                costs,
                settings,
                timing.orElse(analyze),
                summary.orElse(analyze),
                verbose,
                buffers,
                wal,
                format);
    }

    /** Returns the form that options ask for, even if something is wrong with them. */
    static Format shownFormat(List<OptionItem> items) {
        return items.stream()
                .filter(item -> item.name().equals("format"))
                .reduce((first, last) -> last)
                .flatMap(ExplainOptions::knownFormat)
                .orElse(Format.TEXT);
    }

    private static Format format(OptionItem item, String statement) {
        if (item.value() == null) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "format requires a parameter");
        }
        return knownFormat(item)
                .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_PARAMETER_VALUE,
                                "unrecognized value for EXPLAIN option \"format\": \"" + OptionValue.text(item) + "\"")
                        .withPosition(SourceText.position(statement, item.position())));
    }

    private static Optional<Format> knownFormat(OptionItem item) {
        return switch (OptionValue.text(item)) {
            case "text" -> Optional.of(Format.TEXT);
            case "json" -> Optional.of(Format.JSON);
            case "yaml" -> Optional.of(Format.YAML);
            case "xml" -> Optional.of(Format.XML);
            default -> Optional.empty();
        };
    }
}
