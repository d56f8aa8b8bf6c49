package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.ExpressionText;

/** Rows and keys as the details of errors show them. */
public final class RowText {
    /** More of a value is left out where a whole row is shown. */
    private static final int MOST_BYTES = 64;

    private RowText() {}

    /** Adds the values of a row to an error, as far as they may be seen. */
    static SqlException failing(SqlException error, RowSight sight, TableDefinition table, RowSource row) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        boolean all = true;
        for (int place = 0; place < table.columns().size(); place++) {
            if (table.columns().get(place).dropped()
                    || table.columns().get(place).isSystem()) {
                continue;
            }
            boolean seen = sight.sees(table, place);
            all &= seen;
            if (seen) {
                names.add(table.columns().get(place).name());
                values.add(clipped(value(table, row, place)));
            }
        }
        if (!all && names.isEmpty()) {
            return error;
        }
        String which = all ? "" : "(" + String.join(", ", names) + ") = ";
        return error.withDetail("Failing row contains " + which + "(" + String.join(", ", values) + ").");
    }

    /** Whether a key may be seen. */
    static boolean isSeen(RowSight sight, TableDefinition table, List<Integer> columns) {
        return columns.stream()
                .allMatch(
                        place -> place == IndexDefinition.NO_COLUMN ? sight.seesAll(table) : sight.sees(table, place));
    }

    private static String clipped(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > MOST_BYTES) {
                return text.substring(0, at) + "...";
            }
        }
        return text;
    }

    /** A row's key in an index, as {@code Key (a, b)=(1, 2)}. */
    public static String key(TableDefinition table, IndexDefinition index, RowSource row) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        ExpressionText text = new ExpressionText(
                place -> Quoting.identifier(table.columns().get(place).name()));
        for (int i = 0; i < index.columns().size(); i++) {
            int place = index.columns().get(i);
            Expression part = index.parts().get(i);
            names.add(
                    place == IndexDefinition.NO_COLUMN
                            ? shown(text, part)
                            : table.columns().get(place).name());
            values.add(place == IndexDefinition.NO_COLUMN ? computed(part, row) : value(table, row, place));
        }
        return "Key (" + String.join(", ", names) + ")=(" + String.join(", ", values) + ")";
    }

    private static String shown(ExpressionText text, Expression part) {
        return text.isBareCall(part) ? text.pretty(part) : "(" + text.pretty(part) + ")";
    }

    /** The values of some columns of a row of a table as far as they may be seen: {@code Key (a, b)=(1, 2)}, or {@code Key}. */
    static String seenKey(
            RowSight sight, TableDefinition table, List<Integer> columns, RowSource row, boolean onlyThose) {
        return isSeen(sight, table, columns) ? key(table, columns, row, onlyThose) : "Key";
    }

    /** The values of some columns of a row of a table, as {@code Key (a, b)=(1, 2)}. */
    static String key(TableDefinition table, List<Integer> columns, RowSource row) {
        return key(table, columns, row, false);
    }

    /**
     * The values of some columns of a table.
     *
     * @param onlyThose whether the row has no others
     */
    static String key(TableDefinition table, List<Integer> columns, RowSource row, boolean onlyThose) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int place = columns.get(i);
            names.add(table.columns().get(place).name());
            values.add(text(table.columns().get(place).type(), row, onlyThose ? i : place));
        }
        return "Key (" + String.join(", ", names) + ")=(" + String.join(", ", values) + ")";
    }

    private static String computed(Expression part, RowSource row) {
        Frame frame = new Frame(EvaluationContext.IMMUTABLE).setRow(row);
        Object value = EvaluatorCompiler.box(EvaluatorCompiler.compile(part), part.type(), frame);
        return value == null ? "null" : TextOutput.format(part.type(), value, SessionFormat.DEFAULT);
    }

    private static String value(TableDefinition table, RowSource row, int place) {
        return text(table.columns().get(place).type(), row, place);
    }

    private static String text(SqlType type, RowSource row, int place) {
        Object value = Values.read(row, place, type);
        return value == null ? "null" : TextOutput.format(type, value, SessionFormat.DEFAULT);
    }
}
