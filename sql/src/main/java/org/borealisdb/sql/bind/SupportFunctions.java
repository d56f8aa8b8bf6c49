package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.Resolution;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.UserFunction;

/** Finds the functions that aggregates, operators and casts are made of. Belongs to one task. */
public final class SupportFunctions {
    private final BindContext context;
    private final CallBinder calls;

    /** Looks in the catalog of a statement. */
    public SupportFunctions(BindContext context) {
        this.context = context;
        this.calls = new CallBinder(context, new Coercion(context));
    }

    /**
     * A function.
     *
     * @param result the type of its result for the given arguments
     * @param set whether it returns a set
     * @param object its catalog object, if a user made it
     */
    public record Found(ScalarFunction function, SqlType result, boolean set, Optional<CatalogObject> object) {
        /** Returns its number. */
        public int oid() {
            return function.oid();
        }

        /** Returns whether it gives NULL for NULL. */
        public boolean isStrict() {
            return function.strict();
        }
    }

    /**
     * Finds the function of just these types.
     *
     * @throws SqlException 42883 if there is none
     */
    public Found exact(QualifiedName name, List<SqlType> types) {
        return calls.functions(name).stream()
                .filter(each -> each.arguments().size() == types.size() && sameTypes(each.arguments(), types))
                .findFirst()
                .map(each -> found(each, each.result()))
                .orElseThrow(() -> missing(name, types));
    }

    /**
     * Finds the only function of a name.
     *
     * @throws SqlException 42883 if there is none, 42725 if there are several
     */
    public Found only(QualifiedName name) {
        List<ScalarFunction> named = calls.functions(name);
        if (named.size() > 1) {
            throw new SqlException(ErrorCode.AMBIGUOUS_FUNCTION, "function name \"" + name + "\" is not unique")
                    .withHint("Specify the argument list to select the function unambiguously.");
        }
        return named.stream()
                .findFirst()
                .map(each -> found(each, each.result()))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_FUNCTION, "could not find a function named \"" + name + "\""));
    }

    private static boolean sameTypes(List<SqlType> one, List<SqlType> other) {
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i).oid() != other.get(i).oid()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Finds the function that a call with these types means, if it takes them as they are.
     *
     * @throws SqlException 42883 if there is none, 42804 if values would have to be converted, or if it returns a set
     */
    public Found find(QualifiedName name, List<SqlType> types) {
        Resolution.Outcome<ScalarFunction> outcome = new Resolution(context::casts)
                .choose(
                        calls.functions(name),
                        each -> each.arguments().stream().map(SqlType::physical).toList(),
                        types);
        if (!(outcome instanceof Resolution.Found<ScalarFunction> chosen)) {
            throw missing(name, types);
        }
        ScalarFunction function = chosen.candidate();
        boolean open = types.stream().anyMatch(Polymorphism::is);
        SqlType result = !Polymorphism.is(function.result()) || open
                ? function.result()
                : Polymorphism.between(function.arguments(), types).of(function.result());
        Found found = found(function, result);
        if (found.set()) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH, "function " + signature(name, types) + " returns a set");
        }
        for (int i = 0; i < types.size(); i++) {
            if (!isCompatible(types.get(i), function.arguments().get(i))) {
                throw new SqlException(
                        ErrorCode.DATATYPE_MISMATCH,
                        "function " + signature(name, function.arguments()) + " requires run-time type coercion");
            }
        }
        return found;
    }

    /** Returns whether values of one type are represented as those of another are. */
    public static boolean isCompatible(SqlType from, SqlType to) {
        SqlType source = from.physical();
        SqlType target = to.physical();
        if (source.sameTypeAs(target) || target.is(BuiltInType.ANY)) {
            return true;
        }
        if (Polymorphism.is(target)) {
            return !Polymorphism.isArray(target) || source instanceof ArrayType;
        }
        return CastTable.builtIn()
                .find(source, target)
                .filter(CastTable.Cast::isBinaryCoercible)
                .isPresent();
    }

    private Found found(ScalarFunction function, SqlType result) {
        Optional<UserFunction> user = context.userFunction(function);
        boolean kept = user.isPresent()
                || FunctionCatalog.builtIn().withOid(function.oid()).isPresent();
        if (!kept) {
            throw SqlException.notSupported("the function " + function.name() + " as a part of another object");
        }
        SqlType declared = user.map(UserFunction::result)
                .filter(type -> !Polymorphism.is(type))
                .orElse(result);
        return new Found(
                function, declared, user.filter(UserFunction::returnsSet).isPresent(), user.map(UserFunction::object));
    }

    private static SqlException missing(QualifiedName name, List<SqlType> types) {
        return new SqlException(ErrorCode.UNDEFINED_FUNCTION, "function " + signature(name, types) + " does not exist");
    }

    /** Returns a function as messages name it. */
    public static String signature(QualifiedName name, List<SqlType> types) {
        return name + types.stream().map(SqlType::displayName).collect(Collectors.joining(", ", "(", ")"));
    }
}
