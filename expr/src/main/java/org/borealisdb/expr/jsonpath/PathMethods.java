package org.borealisdb.expr.jsonpath;

import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonOffsets;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.MemberList;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;

/** The methods of paths that are more than a few words, with what keyvalue numbers objects by. Belongs to one evaluation. */
final class PathMethods {
    private static final long IDS_OF_A_BASE = 10_000_000_000L;

    private final Evaluation evaluation;
    private PathItem base = PathItem.of(JsonItem.Nothing.VALUE);
    private long baseId;
    private long nextBaseId;

    PathMethods(Evaluation evaluation, Optional<JsonContainer> variables) {
        this.evaluation = evaluation;
        this.nextBaseId = variables.isPresent() ? 2 : 1;
    }

    /** Runs something while objects are numbered within a value that itself has a number. */
    boolean withBase(PathItem newBase, long id, BooleanSupplier body) {
        PathItem outer = base;
        long outerId = baseId;
        base = newBase;
        baseId = id;
        try {
            return body.getAsBoolean();
        } finally {
            base = outer;
            baseId = outerId;
        }
    }

    static Numeric numeric(PathNode.Method.Kind kind, String name, PathItem item) {
        if (!(item instanceof PathItem.Json(JsonItem.Decimal(Numeric number)))) {
            throw new PathError(
                    ErrorCode.NON_NUMERIC_SQL_JSON_ITEM,
                    "jsonpath item method ." + name + "() can only be applied to a numeric value");
        }
        return switch (kind) {
            case FLOOR -> number.rounded(0, RoundingMode.FLOOR);
            case CEILING -> number.rounded(0, RoundingMode.CEILING);
            case ABS -> number.absolute();
            case TYPE, SIZE, DOUBLE, KEYVALUE -> throw new IllegalArgumentException(name);
        };
    }

    static PathItem toDouble(String name, PathItem item) {
        return switch (item) {
            case PathItem.Json(JsonItem.Decimal(Numeric number)) -> {
                if (ofText(number.toString()).isEmpty()) {
                    throw new PathError(
                            ErrorCode.NON_NUMERIC_SQL_JSON_ITEM,
                            "numeric argument of jsonpath item method ." + name
                                    + "() is out of range for type double precision");
                }
                yield item;
            }
            case PathItem.Json(JsonItem.Text(String text)) ->
                Evaluation.number(Numeric.of(ofText(text)
                        .filter(Double::isFinite)
                        .orElseThrow(() -> new PathError(
                                ErrorCode.NON_NUMERIC_SQL_JSON_ITEM,
                                "string argument of jsonpath item method ." + name
                                        + "() is not a valid representation of a double precision number"))));
            case PathItem.Json _, PathItem.Moment _ ->
                throw new PathError(
                        ErrorCode.NON_NUMERIC_SQL_JSON_ITEM,
                        "jsonpath item method ." + name + "() can only be applied to a string or numeric value");
        };
    }

    private static Optional<Double> ofText(String text) {
        try {
            return Optional.of(new TextInput(SessionFormat.DEFAULT, 0).parseDouble(BuiltInType.FLOAT8.type(), text));
        } catch (SqlException invalid) {
            return Optional.empty();
        }
    }

    /** Goes on with an object for each member; it has a number of the object that the member is in. */
    boolean keyValue(List<PathNode> steps, int at, String name, JsonItem item, Found found) {
        if (!(item instanceof JsonContainer object) || !object.isObject()) {
            throw new PathError(
                    ErrorCode.SQL_JSON_OBJECT_NOT_FOUND,
                    "jsonpath item method ." + name + "() can only be applied to an object");
        }
        long offset = base instanceof PathItem.Json(JsonItem json) && json instanceof JsonContainer within
                ? JsonOffsets.of(object, within)
                : 0;
        Numeric id = Numeric.of(offset + baseId * IDS_OF_A_BASE);
        boolean any = false;
        for (int i = 0; i < object.size(); i++) {
            if (found.onlyExistence() && Evaluation.isLast(steps, at)) {
                return true;
            }
            JsonItem member = Jsonb.of(new MemberList()
                            .add("key", new JsonItem.Text(object.key(i).toString()))
                            .add("value", object.value(i))
                            .add("id", new JsonItem.Decimal(id))
                            .toObject())
                    .root();
            PathItem each = PathItem.of(member);
            any |= withBase(each, nextBaseId++, () -> evaluation.next(steps, at, each, found));
            if (any && found.onlyExistence()) {
                return true;
            }
        }
        return any;
    }
}
