package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What is said of whom a view is safe from, in its catalog object: the options {@code security_barrier} and {@code security_invoker} of CREATE VIEW, in their order. Stateless. */
public final class ViewOptions {
    /** Conditions of those who read the view are not asked of rows that it leaves out. */
    public static final String BARRIER = "security_barrier";

    /** What the view reads needs privileges of the role that reads it, and not of its owner. */
    public static final String INVOKER = "security_invoker";

    private static final String PROPERTY = "viewoptions";

    private ViewOptions() {}

    /** Returns whether an option is one of these. */
    public static boolean isOne(String option) {
        return option.equals(BARRIER) || option.equals(INVOKER);
    }

    /** Returns the options that are set, as {@code pg_class.reloptions} has them. */
    public static List<String> lines(CatalogObject view) {
        return view.property(PROPERTY)
                .map(text -> List.of(text.split("\n", -1)))
                .orElse(List.of());
    }

    /** Returns whether an option is on. */
    public static boolean isOn(CatalogObject view, String option) {
        return lines(view).stream()
                .filter(line -> line.startsWith(option + "="))
                .anyMatch(line -> isTrue(option, line.substring(option.length() + 1)));
    }

    /**
     * Returns a view's object with an option.
     *
     * @throws SqlException 22023 if the value is no truth value
     */
    public static CatalogObject with(CatalogObject view, String option, String value) {
        isTrue(option, value);
        List<String> lines = new ArrayList<>(lines(without(view, option)));
        lines.add(option + "=" + value);
        return view.with(PROPERTY, String.join("\n", lines));
    }

    /** Returns a view's object without an option. */
    public static CatalogObject without(CatalogObject view, String option) {
        List<String> lines = new ArrayList<>(lines(view));
        lines.removeIf(line -> line.startsWith(option + "="));
        return lines.isEmpty() ? view.without(PROPERTY) : view.with(PROPERTY, String.join("\n", lines));
    }

    private static boolean isTrue(String option, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1", "t", "y" -> true;
            case "false", "off", "no", "0", "f", "n" -> false;
            default ->
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "invalid value for boolean option \"" + option + "\": " + value);
        };
    }
}
