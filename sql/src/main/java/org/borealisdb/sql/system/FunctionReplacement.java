package org.borealisdb.sql.system;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;

/** What CREATE OR REPLACE may change of a function. */
final class FunctionReplacement {
    private FunctionReplacement() {}

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_FUNCTION_DEFINITION, message);
    }

    /**
     * Passes if a function may be put in the place of another one.
     *
     * @throws SqlException 42P13 if those that call it would find something else
     */
    static void check(
            CatalogChanges changes,
            CatalogObject before,
            CatalogObject after,
            List<UserFunction.Parameter> parameters) {
        UserFunction old = UserFunction.of(before, changes.schema()).orElseThrow();
        boolean procedure = UserFunction.isProcedure(after);
        if (!kind(before).equals(kind(after))) {
            boolean other = UserAggregate.is(before) && !UserAggregate.is(after);
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "cannot change routine kind")
                    .withDetail("\"" + old.name() + "\" is " + (other ? "an aggregate function" : kind(before)) + ".");
        }
        boolean sameDirect = same(before, after, UserAggregate.DIRECT);
        if (!sameDirect) {
            throw invalid("cannot change number of direct arguments of an aggregate function")
                    .withDetail("\"" + old.name() + "\" is " + kind(before) + " with "
                            + before.property(UserAggregate.DIRECT).orElse("0") + " direct arguments.");
        }
        String drop = "Use DROP " + (procedure ? "PROCEDURE " : UserAggregate.is(after) ? "AGGREGATE " : "FUNCTION ")
                + FunctionNames.shown(old) + " first.";
        boolean sameResult = same(before, after, UserFunction.RESULT)
                && same(before, after, UserFunction.RELATION)
                && same(before, after, UserFunction.SET);
        if (!sameResult) {
            throw invalid(
                            procedure
                                    ? "cannot change whether a procedure has output parameters"
                                    : "cannot change return type of existing function")
                    .withHint(drop);
        }
        List<UserFunction.Parameter> oldOutputs = old.parameters().stream()
                .filter(UserFunction.Parameter::isOutput)
                .toList();
        List<UserFunction.Parameter> newOutputs =
                parameters.stream().filter(UserFunction.Parameter::isOutput).toList();
        boolean sameRow = oldOutputs.size() == newOutputs.size();
        for (int i = 0; sameRow && oldOutputs.size() > 1 && i < oldOutputs.size(); i++) {
            sameRow = oldOutputs.get(i).name().equals(newOutputs.get(i).name())
                    && oldOutputs.get(i).type().oid()
                            == newOutputs.get(i).type().oid();
        }
        if (!sameRow) {
            throw invalid("cannot change return type of existing function")
                    .withDetail("Row type defined by OUT parameters is different.")
                    .withHint(drop);
        }
        List<UserFunction.Parameter> inputs =
                parameters.stream().filter(UserFunction.Parameter::isInput).toList();
        for (int i = 0; i < inputs.size(); i++) {
            UserFunction.Parameter was = old.inputs().get(i);
            if (!was.name().isEmpty() && !was.name().equals(inputs.get(i).name())) {
                throw invalid("cannot change name of input parameter \"" + was.name() + "\"")
                        .withHint(drop);
            }
            if (was.value().isPresent() && inputs.get(i).value().isEmpty()) {
                throw invalid("cannot remove parameter defaults from existing function")
                        .withHint(drop);
            }
        }
    }

    private static String kind(CatalogObject object) {
        return UserFunction.isProcedure(object)
                ? "a procedure"
                : object.property(UserAggregate.KIND)
                        .map(kind -> switch (kind) {
                            case "o" -> "an ordered-set aggregate";
                            case "h" -> "a hypothetical-set aggregate";
                            default -> "an ordinary aggregate function";
                        })
                        .orElse("a function");
    }

    private static boolean same(CatalogObject one, CatalogObject other, String property) {
        return one.property(property).equals(other.property(property));
    }
}
