package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a COPY say of columns.
 *
 * @param quoted those of CSV that are always quoted, but for NULL
 * @param nulls those in which a quoted text that stands for NULL is NULL
 * @param texts those in which a text that stands for NULL is that text
 * @param nullText what stands for NULL
 * @param headerMatches whether the first line must have the names of the columns
 */
record CopyColumns(
        List<String> quoted, List<String> nulls, List<String> texts, String nullText, boolean headerMatches) {
    CopyColumns {
        quoted = List.copyOf(quoted);
        nulls = List.copyOf(nulls);
        texts = List.copyOf(texts);
    }

    /** Reads the options of a COPY that is of a format. */
    static CopyColumns of(List<OptionItem> options, CopyFormat format, boolean isFrom) {
        List<String> quoted = List.of();
        List<String> nulls = List.of();
        List<String> texts = List.of();
        boolean matches = false;
        for (OptionItem option : options) {
            switch (option.name()) {
                case "force_quote" -> {
                    check(format, !isFrom, "force quote", "TO");
                    quoted = names(option);
                }
                case "force_null" -> {
                    check(format, isFrom, "force null", "FROM");
                    nulls = names(option);
                }
                case "force_not_null" -> {
                    check(format, isFrom, "force not null", "FROM");
                    texts = names(option);
                }
                case "header" -> matches = isMatch(option.value());
                default -> {
                    // It says nothing of columns.
                }
            }
        }
        if (matches && !isFrom) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
        }
        return new CopyColumns(quoted, nulls, texts, format.nullText(), matches);
    }

    private static void check(CopyFormat format, boolean direction, String what, String only) {
        if (!format.csv()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "COPY " + what + " available only in CSV mode");
        }
        if (!direction) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "COPY " + what + " only available using COPY " + only);
        }
    }

    private static boolean isMatch(@Nullable SyntaxExpression value) {
        return switch (value) {
            case SyntaxExpression.ColumnReference word -> word.names().getLast().equalsIgnoreCase("match");
            case SyntaxExpression.Literal literal -> literal.text().equalsIgnoreCase("match");
            case null, default -> false;
        };
    }

    private static List<String> names(OptionItem option) {
        List<String> names = new ArrayList<>();
        if (option.value() instanceof SyntaxExpression.ArrayConstructor list) {
            for (SyntaxExpression each : list.elements()) {
                if (each instanceof SyntaxExpression.ColumnReference column) {
                    names.add(column.names().getLast());
                }
            }
        }
        return names;
    }

    /** Fails if one of the columns is none of those that are copied. */
    void checkCopied(List<String> copied) {
        check(copied, quoted, "FORCE_QUOTE");
        check(copied, texts, "FORCE_NOT_NULL");
        check(copied, nulls, "FORCE_NULL");
    }

    private static void check(List<String> copied, List<String> names, String option) {
        for (String name : names) {
            if (!copied.contains(name)) {
                throw new SqlException(
                        ErrorCode.INVALID_COLUMN_REFERENCE, option + " column \"" + name + "\" not referenced by COPY");
            }
        }
    }

    /** Fails if the fields of the first line are not the names of the columns. */
    void checkHeader(List<String> columns, List<? extends @Nullable String> fields) {
        if (!headerMatches) {
            return;
        }
        if (fields.size() != columns.size()) {
            throw new SqlException(
                    ErrorCode.BAD_COPY_FILE_FORMAT,
                    "wrong number of fields in header line: got " + fields.size() + ", expected " + columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            String field = fields.get(i);
            if (!columns.get(i).equals(field)) {
                throw new SqlException(
                        ErrorCode.BAD_COPY_FILE_FORMAT,
                        "column name mismatch in header line field " + (i + 1) + ": got "
                                + (field == null ? "null value (\"" + nullText + "\")" : "\"" + field + "\"")
                                + ", expected \""
                                + columns.get(i) + "\"");
            }
        }
    }
}
