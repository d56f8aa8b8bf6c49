package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/** The functions that find objects by their names, with NULL where a cast to the type of such objects would fail. Belongs to the session's task. */
final class LookupFunctions {
    private final CatalogNames names;
    private final Consumer<ScalarFunction> target;

    LookupFunctions(CatalogNames names, Consumer<ScalarFunction> target) {
        this.names = names;
        this.target = target;
    }

    /** Finds the object of a name. */
    private interface Search {
        @Nullable
        Long of(String name);
    }

    void declare() {
        declare(
                3495,
                "to_regclass",
                BuiltInType.REGCLASS,
                name -> names.relation(name).orElse(null));
        declare(3493, "to_regtype", BuiltInType.REGTYPE, ErrorCode.UNDEFINED_OBJECT, ErrorCode.INVALID_SCHEMA_NAME);
        declare(4093, "to_regrole", BuiltInType.REGROLE, ErrorCode.UNDEFINED_OBJECT);
        declare(4086, "to_regnamespace", BuiltInType.REGNAMESPACE, ErrorCode.INVALID_SCHEMA_NAME);
        declare(
                3494,
                "to_regproc",
                BuiltInType.REGPROC,
                ErrorCode.UNDEFINED_FUNCTION,
                ErrorCode.AMBIGUOUS_FUNCTION,
                ErrorCode.INVALID_SCHEMA_NAME);
        declare(
                3479,
                "to_regprocedure",
                BuiltInType.REGPROCEDURE,
                ErrorCode.UNDEFINED_FUNCTION,
                ErrorCode.INVALID_SCHEMA_NAME);
        declare(
                3492,
                "to_regoper",
                BuiltInType.REGOPER,
                ErrorCode.UNDEFINED_FUNCTION,
                ErrorCode.AMBIGUOUS_FUNCTION,
                ErrorCode.INVALID_SCHEMA_NAME);
        declare(
                3476,
                "to_regoperator",
                BuiltInType.REGOPERATOR,
                ErrorCode.UNDEFINED_FUNCTION,
                ErrorCode.INVALID_SCHEMA_NAME);
        declare(
                4195,
                "to_regcollation",
                BuiltInType.REGCOLLATION,
                ErrorCode.UNDEFINED_OBJECT,
                ErrorCode.INVALID_SCHEMA_NAME);
    }

    /** Declares a function whose result is NULL instead of one of some errors. */
    private void declare(int oid, String name, BuiltInType type, ErrorCode... missing) {
        Set<ErrorCode> codes = Set.of(missing);
        declare(oid, name, type, text -> names.known(type, text, codes).orElse(null));
    }

    private void declare(int oid, String name, BuiltInType type, Search search) {
        target.accept(new ScalarFunction(
                oid,
                name,
                List.of(BuiltInType.TEXT.type()),
                type.type(),
                true,
                Volatility.STABLE,
                false,
                new ScalarFunction.General((world, arguments) -> search.of(String.valueOf(arguments[0])))));
    }
}
