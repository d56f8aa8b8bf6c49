package org.borealisdb.sql.service;

import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SyntaxExpression;

/**
 * The options of VACUUM and ANALYZE. Most only say how PostgreSQL would go about it: they are checked.
 *
 * @param analyze whether tables are analyzed
 * @param skipLocked whether tables that are locked are left out
 * @param full whether VACUUM is to write tables anew
 * @param reads whether it is to read all pages (DISABLE_PAGE_SKIPPING)
 * @param processToast whether it is to go through long values, too
 */
record VacuumOptions(boolean analyze, boolean skipLocked, boolean full, boolean reads, boolean processToast) {
    private static final int WORKERS = 1024;

    /**
     * Reads those of VACUUM.
     *
     * @param text the statement's, at which errors point
     * @throws SqlException 42601 if one is unknown or its value wrong, 0A000 if two do not go together
     */
    static VacuumOptions of(Maintenance.Vacuum vacuum, String text) {
        boolean analyze = false;
        boolean skipLocked = false;
        boolean full = false;
        boolean everything = false;
        boolean toast = true;
        int workers = 0;
        for (OptionItem item : vacuum.options()) {
            switch (item.name()) {
                case "analyze", "analyse" -> analyze = OptionValue.isOn(item);
                case "skip_locked" -> skipLocked = OptionValue.isOn(item);
                case "full" -> full = OptionValue.isOn(item);
                case "disable_page_skipping" -> everything = OptionValue.isOn(item);
                case "process_toast" -> toast = OptionValue.isOn(item);
                case "parallel" -> workers = workers(item, text);
                case "verbose", "freeze", "truncate" -> OptionValue.isOn(item);
                case "index_cleanup" -> {
                    if (!OptionValue.text(item).toLowerCase(Locale.ROOT).equals("auto")) {
                        OptionValue.isOn(item);
                    }
                }
                default -> throw OptionValue.unrecognized("VACUUM", item, text);
            }
        }
        if (full && workers > 0) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "VACUUM FULL cannot be performed in parallel");
        }
        if (!analyze
                && vacuum.tables().stream().anyMatch(table -> !table.columns().isEmpty())) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "ANALYZE option must be specified when a column list is provided");
        }
        return new VacuumOptions(analyze, skipLocked, full, everything, toast);
    }

    private static int workers(OptionItem item, String text) {
        if (item.value() == null) {
            throw OptionValue.at(
                    new SqlException(
                            ErrorCode.SYNTAX_ERROR, "parallel option requires a value between 0 and " + WORKERS),
                    item,
                    text);
        }
        if (!(item.value() instanceof SyntaxExpression.Literal literal)
                || literal.kind() != SyntaxExpression.LiteralKind.INTEGER) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "parallel requires an integer value");
        }
        int workers = Integer.parseInt(literal.text());
        if (workers < 0 || workers > WORKERS) {
            throw OptionValue.at(
                    new SqlException(
                            ErrorCode.SYNTAX_ERROR, "parallel workers for vacuum must be between 0 and " + WORKERS),
                    item,
                    text);
        }
        return workers;
    }

    /** Refuses what does not go together, which PostgreSQL looks at once it knows that it may begin. */
    void check() {
        if (full && reads) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "VACUUM option DISABLE_PAGE_SKIPPING cannot be used with FULL");
        }
        if (full && !processToast) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "PROCESS_TOAST required with VACUUM FULL");
        }
    }

    /** Reads those of ANALYZE; returns whether tables that are locked are left out. */
    static boolean skipsLocked(Maintenance.Analyze analyze, String text) {
        boolean skips = false;
        for (OptionItem item : analyze.options()) {
            switch (item.name()) {
                case "verbose" -> OptionValue.isOn(item);
                case "skip_locked" -> skips = OptionValue.isOn(item);
                default -> throw OptionValue.unrecognized("ANALYZE", item, text);
            }
        }
        return skips;
    }
}
