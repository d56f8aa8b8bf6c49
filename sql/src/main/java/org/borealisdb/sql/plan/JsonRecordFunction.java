package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.borealisdb.expr.json.JsonRecords;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * A function that makes rows of objects of JSON, with the columns that the call lists, or those of a row that it is given.
 *
 * @param functionName its name
 * @param type of the rows
 * @param ruled the only column of a row, which is a row of the type, by the rules of domains
 */
public record JsonRecordFunction(String functionName, CompositeType type, Expression ruled) implements SetSource {
    /** Returns whether there is such a function. */
    public static boolean exists(String name) {
        return switch (name) {
            case "json_to_record", "json_to_recordset", "jsonb_to_record", "jsonb_to_recordset" -> true;
            default -> false;
        };
    }

    /** Returns whether there is a function of a name that takes the type of its rows from its first argument. */
    public static boolean populates(String name) {
        return name.equals("json_populate_recordset") || name.equals("jsonb_populate_recordset");
    }

    private boolean isSet() {
        return functionName.endsWith("set");
    }

    /** Returns the type of the argument. */
    public SqlType argument() {
        return (functionName.startsWith("jsonb") ? BuiltInType.JSONB : BuiltInType.JSON).type();
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        TextInput input = new TextInput(context.format(), context.transactionTimestamp());
        JsonRecords records = new JsonRecords(type, input, functionName);
        List<@Nullable Object> rows = new ArrayList<>();
        BoxedRow base = arguments.length == 1 ? null : (BoxedRow) arguments[0];
        switch (arguments[arguments.length - 1]) {
            case Jsonb json when isSet() -> rows.addAll(records.rows(json, base));
            case Jsonb json -> rows.add(records.row(json, base));
            case String text when isSet() -> rows.addAll(records.rows(JsonText.parse(text), base));
            case String text -> rows.add(records.row(JsonText.parse(text), base));
            case null, default -> {
                if (!isSet()) {
                    rows.add(
                            base == null
                                    ? BoxedRow.of(
                                            Collections.nCopies(type.fields().size(), null))
                                    : base);
                }
            }
        }
        if (!(ruled instanceof Expression.ColumnReference)) {
            Evaluator rules = EvaluatorCompiler.compile(ruled);
            rows.forEach(row -> rules.evaluateObject(new Frame(context).setRow(BoxedRow.of(row))));
        }
        return rows.iterator();
    }
}
