package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.borealisdb.expr.json.JsonRecords;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * A function that makes rows of objects of JSON, with the columns that the call lists.
 *
 * @param functionName its name
 * @param type of the rows
 */
public record JsonRecordFunction(String functionName, CompositeType type) implements SetSource {
    /** Returns whether there is such a function. */
    public static boolean exists(String name) {
        return switch (name) {
            case "json_to_record", "json_to_recordset", "jsonb_to_record", "jsonb_to_recordset" -> true;
            default -> false;
        };
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
        switch (arguments[0]) {
            case Jsonb json when isSet() -> rows.addAll(records.rows(json));
            case Jsonb json -> rows.add(records.row(json));
            case String text when isSet() -> rows.addAll(records.rows(JsonText.parse(text)));
            case String text -> rows.add(records.row(JsonText.parse(text)));
            case null, default -> {
                if (!isSet()) {
                    rows.add(BoxedRow.of(Collections.nCopies(type.fields().size(), null)));
                }
            }
        }
        return rows.iterator();
    }
}
