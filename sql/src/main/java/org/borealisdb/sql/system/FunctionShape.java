package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.FunctionStatement.Mode;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.UserFunction;
import org.jspecify.annotations.Nullable;

/** What a function or procedure that is to be made takes and returns. Belongs to one task. */
final class FunctionShape {
    private static final int MOST_PARAMETERS = 100;

    private final CatalogChanges changes;
    private final FunctionNames names;

    FunctionShape(CatalogChanges changes, FunctionNames names) {
        this.changes = changes;
        this.names = names;
    }

    /** What a function returns: a type, or the rows of a relation. */
    record Result(int oid, @Nullable CatalogObject relation, boolean set, String shown) {}

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_FUNCTION_DEFINITION, message);
    }

    private SqlType type(TypeName name) {
        return names.type(name, name.name().toString());
    }

    List<UserFunction.Parameter> parameters(FunctionStatement.Create create) {
        List<UserFunction.Parameter> parameters = new ArrayList<>();
        boolean defaults = false;
        boolean variadic = false;
        int inputs = 0;
        for (FunctionStatement.Parameter each : create.parameters()) {
            if (each.type().isSet()) {
                throw invalid("functions cannot accept set arguments");
            }
            SqlType type = type(each.type());
            if (variadic && each.isInput()) {
                throw invalid("VARIADIC parameter must be the last input parameter");
            }
            if (variadic && create.procedure()) {
                throw invalid("VARIADIC parameter must be the last parameter");
            }
            if (each.mode() == Mode.VARIADIC) {
                variadic = true;
                if (!(type instanceof ArrayType) && !Polymorphism.isArray(type)) {
                    throw invalid("VARIADIC parameter must be an array");
                }
            }
            boolean taken = !each.name().isEmpty()
                    && parameters.stream().anyMatch(other -> other.name().equals(each.name()) && collides(other, each));
            if (taken) {
                throw invalid("parameter name \"" + each.name() + "\" used more than once");
            }
            Optional<String> value = Optional.empty();
            if (each.value() != null) {
                if (!each.isInput()) {
                    throw invalid("only input parameters can have default values");
                }
                value = Optional.of(changes.expressions().parameterText(each.value(), each.name(), type));
                defaults = true;
            } else if (each.isInput() && defaults) {
                throw invalid("input parameters after one with a default value must also have defaults");
            } else if (create.procedure() && defaults) {
                throw invalid("procedure OUT parameters cannot appear after one with a default value");
            }
            inputs += each.isInput() ? 1 : 0;
            parameters.add(new UserFunction.Parameter(each.name(), letter(each.mode()), type, value));
        }
        if (inputs > MOST_PARAMETERS) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_ARGUMENTS, "functions cannot have more than " + MOST_PARAMETERS + " arguments");
        }
        return parameters;
    }

    /** An input and an output may have the same name. */
    private static boolean collides(UserFunction.Parameter one, FunctionStatement.Parameter other) {
        boolean pureInput = one.mode() == 'i' || one.mode() == 'v';
        boolean otherPureInput = other.mode() == Mode.IN || other.mode() == Mode.VARIADIC;
        boolean pureOutput = one.mode() == 'o' || one.mode() == 't';
        boolean otherPureOutput = other.mode() == Mode.OUT || other.mode() == Mode.TABLE;
        return !(pureInput && otherPureOutput) && !(pureOutput && otherPureInput);
    }

    private static char letter(Mode mode) {
        return switch (mode) {
            case IN -> 'i';
            case OUT -> 'o';
            case INOUT -> 'b';
            case VARIADIC -> 'v';
            case TABLE -> 't';
        };
    }

    Result result(FunctionStatement.Create create, List<UserFunction.Parameter> parameters) {
        List<UserFunction.Parameter> outputs =
                parameters.stream().filter(UserFunction.Parameter::isOutput).toList();
        boolean table = outputs.stream().anyMatch(each -> each.mode() == 't');
        TypeName returns = create.returns();
        if (create.procedure()) {
            BuiltInType type = outputs.isEmpty() ? BuiltInType.VOID : BuiltInType.RECORD;
            return new Result(type.oid(), null, false, type.type().displayName());
        }
        if (outputs.isEmpty()) {
            if (returns == null) {
                throw invalid("function result type must be specified");
            }
            return declared(returns);
        }
        SqlType type = outputs.size() == 1 ? outputs.getFirst().type() : BuiltInType.RECORD.type();
        if (returns != null && !(type(returns).oid() == type.oid())) {
            throw invalid("function result type must be " + type.displayName() + " because of OUT parameters");
        }
        return new Result(type.oid(), null, table || (returns != null && returns.isSet()), type.displayName());
    }

    private Result declared(TypeName returns) {
        boolean relationOnly = !returns.ofColumn()
                && returns.arrayDimensions() == 0
                && changes.schema().types().named(returns.name().parts()).isEmpty();
        if (relationOnly) {
            Optional<CatalogObject> relation = changes.schema()
                    .relation(returns.name().parts())
                    .filter(found -> found.kind() == CatalogKind.TABLE || found.kind() == CatalogKind.VIEW);
            if (relation.isPresent()) {
                return new Result(
                        0, relation.get(), returns.isSet(), relation.get().name());
            }
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + returns.name() + "\" does not exist");
        }
        SqlType type = type(returns);
        changes.keep(type);
        return new Result(type.oid(), null, returns.isSet(), type.displayName());
    }

    static void checkTypes(List<SqlType> inputs, List<UserFunction.Parameter> parameters, Result result) {
        for (SqlType input : inputs) {
            if (input.category() == TypeCategory.PSEUDO && !Polymorphism.is(input)) {
                throw invalid("SQL functions cannot have arguments of type " + input.displayName());
            }
        }
        for (UserFunction.Parameter parameter : parameters) {
            if (parameter.isOutput()) {
                checkDetermined(parameter.type(), inputs);
            }
        }
        Optional<SqlType> pseudo = BuiltInType.withOid(result.oid())
                .filter(type -> type != BuiltInType.VOID && type != BuiltInType.RECORD)
                .<SqlType>map(BuiltInType::type)
                .filter(type -> type.category() == TypeCategory.PSEUDO);
        if (pseudo.isPresent()) {
            checkDetermined(pseudo.get(), inputs);
            if (!Polymorphism.is(pseudo.get())) {
                throw invalid("SQL functions cannot return type " + result.shown());
            }
        }
    }

    private static void checkDetermined(SqlType type, List<SqlType> inputs) {
        checkDetermined("result data type", type, inputs);
    }

    /**
     * Passes if some input says what a type stands for.
     *
     * @param what it is the type of
     */
    static void checkDetermined(String what, SqlType type, List<SqlType> inputs) {
        boolean compatible = Polymorphism.isCompatible(type);
        boolean determined = inputs.stream()
                .anyMatch(input -> Polymorphism.is(input) && Polymorphism.isCompatible(input) == compatible);
        if (Polymorphism.is(type) && !determined) {
            throw invalid("cannot determine " + what)
                    .withDetail("A result of type " + type.displayName() + " requires at least one input of type "
                            + (compatible
                                    ? "anycompatible, anycompatiblearray, anycompatiblenonarray, anycompatiblerange,"
                                            + " or anycompatiblemultirange."
                                    : "anyelement, anyarray, anynonarray, anyenum, anyrange, or anymultirange."));
        }
    }
}
