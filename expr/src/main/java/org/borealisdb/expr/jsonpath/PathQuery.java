package org.borealisdb.expr.jsonpath;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonNode;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.scalar.EvaluationContext;

/** What the functions of paths answer, for a path, a value and variables. Belongs to one call. */
public final class PathQuery {
    private final JsonPath path;
    private final Evaluation evaluation;
    private final boolean silent;

    private PathQuery(JsonPath path, Evaluation evaluation, boolean silent) {
        this.path = path;
        this.evaluation = evaluation;
        this.silent = silent;
    }

    /**
     * Makes a query with variables.
     *
     * @param zoned whether the session's time zone may be used
     * @param silent whether errors of structure, numbers, dates and times are not told
     */
    public static PathQuery of(
            JsonPath path, Jsonb value, Jsonb variables, EvaluationContext context, boolean zoned, boolean silent) {
        if (!(variables.root() instanceof JsonContainer object) || !object.isObject()) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "\"vars\" argument is not an object")
                    .withDetail("Jsonpath parameters should be encoded as key-value pairs of \"vars\" object.");
        }
        return new PathQuery(path, new Evaluation(path.isLax(), value, Optional.of(object), context, zoned), silent);
    }

    /** Makes a silent query without variables, as the operators do. */
    public static PathQuery ofOperator(JsonPath path, Jsonb value, EvaluationContext context) {
        return new PathQuery(path, new Evaluation(path.isLax(), value, Optional.empty(), context, false), true);
    }

    /** Returns whether the path leads to anything; nothing if an error is kept silent. */
    public Optional<Boolean> exists() {
        if (path.isLax()) {
            return attempt(() -> evaluation.run(path.steps(), Found.existence()));
        }
        // A later item may be an error.
        Found found = Found.all();
        return attempt(() -> {
            evaluation.run(path.steps(), found);
            return !found.items().isEmpty();
        });
    }

    /** Returns what a predicate answers; nothing if that is unknown, or no single truth value and silent. */
    public Optional<Boolean> match() {
        List<PathItem> items = find();
        if (items.size() == 1 && items.getFirst() instanceof PathItem.Json(JsonItem item)) {
            if (item instanceof JsonItem.Truth(boolean value)) {
                return Optional.of(value);
            }
            if (item instanceof JsonItem.Nothing) {
                return Optional.empty();
            }
        }
        if (silent) {
            return Optional.empty();
        }
        throw new SqlException(ErrorCode.SINGLETON_SQL_JSON_ITEM_REQUIRED, "single boolean result is expected");
    }

    /** Returns what the path leads to; if an error is kept silent, what it led to before. */
    public List<Jsonb> values() {
        return find().stream().map(item -> Jsonb.of(item.json())).toList();
    }

    /** Returns an array of what the path leads to. */
    public Jsonb array() {
        return Jsonb.of(
                new JsonNode.Elements(find().stream().map(PathItem::json).toList()));
    }

    private List<PathItem> find() {
        Found found = Found.all();
        attempt(() -> evaluation.run(path.steps(), found));
        return found.items();
    }

    private Optional<Boolean> attempt(BooleanSupplier query) {
        try {
            return Optional.of(query.getAsBoolean());
        } catch (PathError error) {
            if (silent) {
                return Optional.empty();
            }
            throw error.error();
        }
    }
}
