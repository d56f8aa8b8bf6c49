package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.bind.SupportFunctions;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.session.CommandTag;

/** Makes and drops casts. The order of the checks is PostgreSQL's. Belongs to one task. */
final class CastDefinitions {
    private static final int MOST_ARGUMENTS = 3;

    private final CatalogChanges changes;
    private final Ownership ownership;
    private final FunctionNames names;

    CastDefinitions(CatalogChanges changes) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.names = new FunctionNames(changes);
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_OBJECT_DEFINITION, message);
    }

    private SqlType type(TypeName name) {
        return names.type(name, "\"" + name.name() + "\"");
    }

    CommandTag create(OperatorStatement.CreateCast create) {
        SqlType source = type(create.source());
        SqlType target = type(create.target());
        refusePseudo("source", source);
        refusePseudo("target", target);
        if (!owns(source) && !owns(target)) {
            throw RoleDefinitions.denied(
                    "must be owner of type " + source.displayName() + " or type " + target.displayName());
        }
        warnOfDomain("source", source);
        warnOfDomain("target", target);
        FunctionStatement.Signature function = create.function();
        int oid = function != null ? function(function, source, target) : create.inout() ? -1 : 0;
        if (oid == 0) {
            checkAlike(source, target);
        }
        boolean same = source.oid() == target.oid();
        if (same && (function == null || argumentsOf(function) < 2)) {
            throw invalid("source data type and target data type are the same");
        }
        store(source, target, create.context(), oid);
        return CommandTag.plain("CREATE CAST");
    }

    private static void refusePseudo(String which, SqlType type) {
        if (type.category() == TypeCategory.PSEUDO) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, which + " data type " + type.displayName() + " is a pseudo-type");
        }
    }

    private void warnOfDomain(String which, SqlType type) {
        if (isDomain(type)) {
            changes.warn(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "cast will be ignored because the " + which + " data type is a domain");
        }
    }

    private static boolean isDomain(SqlType type) {
        return !(type instanceof ArrayType) && !type.physical().equals(type);
    }

    private boolean owns(SqlType type) {
        Optional<CatalogObject> object = changes.schema().object(CatalogKind.TYPE, Integer.toUnsignedLong(type.oid()));
        return object.map(ownership::isOwner)
                .orElseGet(() -> changes.schema().currentRole().isSuperuser());
    }

    private int argumentsOf(FunctionStatement.Signature function) {
        List<TypeName> types = function.types();
        return types == null ? 1 : types.size();
    }

    private int function(FunctionStatement.Signature signature, SqlType source, SqlType target) {
        SupportFunctions.Found found = found(signature);
        List<SqlType> arguments = found.function().arguments();
        if (arguments.isEmpty() || arguments.size() > MOST_ARGUMENTS) {
            throw invalid("cast function must take one to three arguments");
        }
        if (!SupportFunctions.isCompatible(source, arguments.getFirst())) {
            throw invalid("argument of cast function must match or be binary-coercible from source data type");
        }
        if (arguments.size() > 1 && !arguments.get(1).is(BuiltInType.INT4)) {
            throw invalid("second argument of cast function must be type integer");
        }
        if (arguments.size() > 2 && !arguments.get(2).is(BuiltInType.BOOL)) {
            throw invalid("third argument of cast function must be type boolean");
        }
        if (!SupportFunctions.isCompatible(found.result(), target)) {
            throw invalid("return data type of cast function must match or be binary-coercible to target data type");
        }
        if (found.set()) {
            throw invalid("cast function must not return a set");
        }
        found.object()
                .ifPresent(object -> changes.privileges()
                        .require(changes.schema().currentRole().id(), object, Privilege.EXECUTE));
        return found.oid();
    }

    private SupportFunctions.Found found(FunctionStatement.Signature signature) {
        SupportFunctions functions = new SupportFunctions(changes.bindContext());
        List<TypeName> types = signature.types();
        if (types == null) {
            return functions.only(signature.name());
        }
        Optional<CatalogObject> made = names.find("FUNCTION", signature);
        if (made.isPresent()
                && UserFunction.of(made.get(), changes.schema())
                        .filter(UserFunction::isAggregate)
                        .isPresent()) {
            throw invalid("cast function must be a normal function");
        }
        return functions.exact(signature.name(), types.stream().map(this::type).toList());
    }

    /** Passes if values of both types are the same here, so that one may stand for the other without a conversion. */
    private void checkAlike(SqlType source, SqlType target) {
        if (!changes.schema().currentRole().isSuperuser()) {
            throw RoleDefinitions.denied("must be superuser to create a cast WITHOUT FUNCTION");
        }
        boolean aligned = source instanceof CompositeType == target instanceof CompositeType;
        if (source.length() != target.length() || !aligned) {
            throw invalid("source and target data types are not physically compatible");
        }
        for (SqlType each : List.of(source, target)) {
            if (each instanceof CompositeType) {
                throw invalid("composite data types are not binary-compatible");
            }
        }
        for (SqlType each : List.of(source, target)) {
            if (each instanceof ArrayType) {
                throw invalid("array data types are not binary-compatible");
            }
        }
        for (SqlType each : List.of(source, target)) {
            if (each.category() == TypeCategory.ENUM) {
                throw invalid("enum data types are not binary-compatible");
            }
        }
        for (SqlType each : List.of(source, target)) {
            if (isDomain(each)) {
                throw invalid("domain data types must not be marked binary-compatible");
            }
        }
        boolean alike = source.kind() == target.kind()
                && (source.kind() != ValueKind.OBJECT
                        || (source.category() == TypeCategory.STRING && target.category() == TypeCategory.STRING));
        CatalogChanges.refuse(
                !alike, "a cast WITHOUT FUNCTION from " + source.displayName() + " to " + target.displayName());
    }

    private void store(SqlType source, SqlType target, OperatorStatement.CastContext context, int function) {
        boolean taken = CastTable.builtIn().find(source, target).isPresent()
                || find(source, target).isPresent();
        if (taken) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "cast from type " + source.displayName() + " to type " + target.displayName() + " already exists");
        }
        changes.add(CatalogObject.of(
                        CatalogKind.CAST,
                        changes.newId(),
                        changes.schema().databaseId(),
                        UserCast.signature(source, target))
                .with(UserCast.SOURCE, Integer.toUnsignedString(source.oid()))
                .with(UserCast.TARGET, Integer.toUnsignedString(target.oid()))
                .with(
                        UserCast.CONTEXT,
                        CastTable.Context.valueOf(context.name()).name())
                .with(UserCast.FUNCTION, function < 0 ? "-1" : Integer.toUnsignedString(function)));
        changes.keep(source);
        changes.keep(target);
        changes.schema().forget();
    }

    private Optional<UserCast> find(SqlType source, SqlType target) {
        return changes.schema().userCasts().stream()
                .filter(cast ->
                        cast.source().oid() == source.oid() && cast.target().oid() == target.oid())
                .findFirst();
    }

    private UserCast needed(SqlType source, SqlType target) {
        Optional<UserCast> found = find(source, target);
        boolean builtIn = CastTable.builtIn().find(source, target).isPresent();
        if (builtIn) {
            throw changes.schema().currentRole().isSuperuser()
                    ? new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop cast from " + source.displayName() + " to " + target.displayName()
                                    + " because it is required by the database system")
                    : RoleDefinitions.denied(
                            "must be owner of type " + source.displayName() + " or type " + target.displayName());
        }
        return found.orElseThrow(() -> new SqlException(
                ErrorCode.UNDEFINED_OBJECT,
                "cast from type " + source.displayName() + " to type " + target.displayName() + " does not exist"));
    }

    CommandTag drop(OperatorStatement.DropCast drop) {
        SqlType source;
        SqlType target;
        try {
            source = type(drop.source());
            target = type(drop.target());
        } catch (SqlException missing) {
            if (!drop.ifExists() || missing.code() != ErrorCode.UNDEFINED_OBJECT) {
                throw missing;
            }
            changes.notice(missing.text() + ", skipping");
            return CommandTag.plain("DROP CAST");
        }
        boolean there = CastTable.builtIn().find(source, target).isPresent()
                || find(source, target).isPresent();
        if (!there && drop.ifExists()) {
            changes.notice("cast from type " + FunctionNames.written(drop.source()) + " to type "
                    + FunctionNames.written(drop.target()) + " does not exist, skipping");
            return CommandTag.plain("DROP CAST");
        }
        UserCast cast = needed(source, target);
        requireOwner(cast);
        changes.remove(cast.object());
        changes.schema().forget();
        return CommandTag.plain("DROP CAST");
    }

    /** Passes if the current role owns one of the types of a cast. */
    void requireOwner(UserCast cast) {
        if (!owns(cast.source()) && !owns(cast.target())) {
            throw RoleDefinitions.denied("must be owner of type "
                    + List.of(cast.source(), cast.target()).stream()
                            .map(SqlType::displayName)
                            .collect(Collectors.joining(" or type ")));
        }
    }

    /** Removes all casts of a database. */
    void removeAll(CatalogObject database) {
        changes.schema().children(database, NameSpace.CASTS).forEach(changes::remove);
    }
}
