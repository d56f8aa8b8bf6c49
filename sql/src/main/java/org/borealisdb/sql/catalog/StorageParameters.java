package org.borealisdb.sql.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SyntaxExpression;

/**
 * Which storage parameters there are for objects of a kind, and which values they take (PostgreSQL's reloptions.c). They are kept and shown; pages are laid out otherwise here, so that most change nothing.
 */
public final class StorageParameters {
    /** Those of tables. */
    public static final StorageParameters OF_TABLES = new StorageParameters()
            .whole("fillfactor", 10, 100)
            .vacuuming()
            .whole("autovacuum_analyze_threshold", 0, Integer.MAX_VALUE)
            .real("autovacuum_analyze_scale_factor", 0, 100)
            .whole("toast_tuple_target", 128, 8160)
            .whole("parallel_workers", 0, 1024)
            .flag("user_catalog_table");

    /** Those of columns. */
    public static final StorageParameters OF_COLUMNS = new StorageParameters()
            .real("n_distinct", -1, Double.MAX_VALUE)
            .real("n_distinct_inherited", -1, Double.MAX_VALUE);

    private static final StorageParameters OF_TOAST = new StorageParameters().vacuuming();

    private static final Map<String, StorageParameters> OF_INDEXES = Map.of(
            "btree",
                    new StorageParameters()
                            .whole("fillfactor", 10, 100)
                            .flag("deduplicate_items")
                            .real("vacuum_cleanup_index_scale_factor", 0, 1e10),
            "hash", new StorageParameters().whole("fillfactor", 10, 100),
            "gin", new StorageParameters().flag("fastupdate").whole("gin_pending_list_limit", 64, Integer.MAX_VALUE));

    /** Property of an object with what was set, {@code name=value} on a line each. */
    public static final String PROPERTY = "options";

    private static final String TOAST = "toast.";
    private static final Set<String> TRUE = Set.of("true", "on", "yes", "1", "t", "y", "tr", "tru", "ye");
    private static final Set<String> FALSE = Set.of("false", "off", "no", "0", "f", "n", "fa", "fal", "fals", "of");

    private final Map<String, Check> checks = new TreeMap<>();

    /** Fails for what is no value. */
    @FunctionalInterface
    private interface Check {
        void check(String value);
    }

    private StorageParameters() {}

    /** Returns those of indexes of an access method. */
    public static StorageParameters ofIndexes(String method) {
        return OF_INDEXES.getOrDefault(method, OF_TABLES);
    }

    private StorageParameters vacuuming() {
        int billion = 1_000_000_000;
        return flag("autovacuum_enabled")
                .whole("autovacuum_vacuum_threshold", 0, Integer.MAX_VALUE)
                .whole("autovacuum_vacuum_insert_threshold", -1, Integer.MAX_VALUE)
                .whole("autovacuum_vacuum_cost_limit", 1, 10_000)
                .whole("autovacuum_freeze_min_age", 0, billion)
                .whole("autovacuum_multixact_freeze_min_age", 0, billion)
                .whole("autovacuum_freeze_max_age", 100_000, 2 * billion)
                .whole("autovacuum_multixact_freeze_max_age", 10_000, 2 * billion)
                .whole("autovacuum_freeze_table_age", 0, 2 * billion)
                .whole("autovacuum_multixact_freeze_table_age", 0, 2 * billion)
                .whole("log_autovacuum_min_duration", -1, Integer.MAX_VALUE)
                .real("autovacuum_vacuum_cost_delay", 0, 100)
                .real("autovacuum_vacuum_scale_factor", 0, 100)
                .real("autovacuum_vacuum_insert_scale_factor", 0, 100)
                .flag("vacuum_truncate")
                .cleanup();
    }

    private StorageParameters cleanup() {
        String name = "vacuum_index_cleanup";
        checks.put(name, value -> {
            if (!value.toLowerCase(Locale.ROOT).equals("auto") && truth(value).isEmpty()) {
                throw invalid("invalid value for enum option \"" + name + "\": " + value)
                        .withDetail("Valid values are \"on\", \"off\", and \"auto\".");
            }
        });
        return this;
    }

    private StorageParameters flag(String name) {
        checks.put(name, value -> {
            if (truth(value).isEmpty()) {
                throw invalid("invalid value for boolean option \"" + name + "\": " + value);
            }
        });
        return this;
    }

    private static Optional<Boolean> truth(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return TRUE.contains(word) ? Optional.of(true) : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    private StorageParameters whole(String name, int least, int most) {
        checks.put(name, value -> {
            long number;
            try {
                number = Long.parseLong(value);
            } catch (NumberFormatException unreadable) {
                throw invalid("invalid value for integer option \"" + name + "\": " + value);
            }
            if (number < least || number > most) {
                throw invalid("value " + value + " out of bounds for option \"" + name + "\"")
                        .withDetail("Valid values are between \"" + least + "\" and \"" + most + "\".");
            }
        });
        return this;
    }

    private StorageParameters real(String name, double least, double most) {
        checks.put(name, value -> {
            double number;
            try {
                number = Double.parseDouble(value);
            } catch (NumberFormatException unreadable) {
                throw invalid("invalid value for floating point option \"" + name + "\": " + value);
            }
            if (!(number >= least && number <= most)) {
                throw invalid("value " + value + " out of bounds for option \"" + name + "\"")
                        .withDetail("Valid values are between \"" + sixDigits(least) + "\" and \"" + sixDigits(most)
                                + "\".");
            }
        });
        return this;
    }

    private static String sixDigits(double bound) {
        return BigDecimal.valueOf(bound).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /**
     * Returns an object of the catalog with parameters set, behind those that it has.
     *
     * @throws SqlException 22023 for what is no parameter, no value of one, or comes twice
     */
    public CatalogObject set(CatalogObject object, List<OptionItem> options) {
        List<String> lines = new ArrayList<>(lines(object));
        Set<String> names = new TreeSet<>();
        for (OptionItem option : options) {
            String value = text(option);
            if (option.name().equals("oids")) {
                if (truth(value).orElse(true)) {
                    throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "tables declared WITH OIDS are not supported");
                }
                continue;
            }
            boolean toast = this == OF_TABLES && option.name().startsWith(TOAST);
            String name = toast ? option.name().substring(TOAST.length()) : option.name();
            checkNamespace(option.name(), toast);
            Check check = (toast ? OF_TOAST : this).checks.get(name);
            if (check == null) {
                throw unrecognized(name);
            }
            if (!names.add(option.name())) {
                throw invalid("parameter \"" + name + "\" specified more than once");
            }
            check.check(value);
            if (!toast) {
                lines.removeIf(line -> line.startsWith(name + "="));
                lines.add(name + "=" + value);
            }
        }
        return with(object, lines);
    }

    private static void checkNamespace(String name, boolean known) {
        int dot = name.indexOf('.');
        if (dot >= 0 && !known) {
            throw invalid("unrecognized parameter namespace \"" + name.substring(0, dot) + "\"");
        }
    }

    private static SqlException unrecognized(String name) {
        return invalid("unrecognized parameter \"" + name + "\"");
    }

    /**
     * Returns an object of the catalog without some parameters; those that there are not are passed over.
     *
     * @throws SqlException 42601 if one is given a value
     */
    public CatalogObject reset(CatalogObject object, List<OptionItem> options) {
        List<String> lines = new ArrayList<>(lines(object));
        for (OptionItem option : options) {
            if (option.value() != null) {
                throw new SqlException(ErrorCode.SYNTAX_ERROR, "RESET must not include values for parameters");
            }
            lines.removeIf(line -> line.startsWith(option.name() + "="));
        }
        return with(object, lines);
    }

    private static CatalogObject with(CatalogObject object, List<String> lines) {
        if (!lines.isEmpty()) {
            return object.with(PROPERTY, String.join("\n", lines));
        }
        Map<String, String> rest = new TreeMap<>(object.properties());
        rest.remove(PROPERTY);
        return object.withProperties(rest);
    }

    /** Returns what was set for an object, as {@code name=value}. */
    public static List<String> lines(CatalogObject object) {
        return object.property(PROPERTY)
                .map(text -> List.of(text.split("\n", -1)))
                .orElse(List.of());
    }

    private static String text(OptionItem option) {
        return switch (option.value()) {
            case null -> "true";
            case SyntaxExpression.Literal literal -> literal.text();
            case SyntaxExpression.ColumnReference word -> String.join(".", word.names());
            default -> throw invalid("invalid value for option \"" + option.name() + "\"");
        };
    }
}
