package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;

/** Finds functions by what statements call them, and tells what messages call them. Belongs to one task. */
final class FunctionNames {
    private final CatalogChanges changes;

    FunctionNames(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns the word for a kind of function in messages. */
    static String what(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a function; empty if there is none.
     *
     * @param word FUNCTION, which may be an aggregate, too, PROCEDURE, AGGREGATE, or ROUTINE, which is any
     * @throws SqlException 42725 if there are several, 42809 if there is one of the other kind
     */
    Optional<CatalogObject> find(String word, FunctionStatement.Signature signature) {
        List<CatalogObject> candidates =
                changes.schema().functions(signature.name().parts());
        List<CatalogObject> named =
                candidates.stream().filter(each -> isOfKind(each, word)).toList();
        List<TypeName> types = signature.types();
        if (types == null) {
            if (named.size() > 1) {
                throw ambiguous(word, signature)
                        .withHint("Specify the argument list to select the " + what(word) + " unambiguously.");
            }
            return named.stream().findFirst();
        }
        List<SqlType> given = types.stream().map(this::named).toList();
        String wanted = UserFunction.signature(signature.name().last(), given);
        Optional<CatalogObject> found =
                candidates.stream().filter(each -> each.name().equals(wanted)).findFirst();
        if (found.isPresent() && !isOfKind(found.get(), word)) {
            if (word.equals("AGGREGATE")) {
                throw new SqlException(
                        ErrorCode.WRONG_OBJECT_TYPE,
                        "function " + signature.name() + "("
                                + given.stream().map(SqlType::displayName).collect(Collectors.joining(", "))
                                + ") is not an aggregate");
            }
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    signature.name() + "("
                            + given.stream().map(SqlType::displayName).collect(Collectors.joining(", ")) + ") is not a "
                            + what(word));
        }
        Optional<CatalogObject> all = signature.modes() ? Optional.empty() : withAllParameters(named, given);
        if (found.isPresent()
                && all.isPresent()
                && found.get().id() != all.get().id()) {
            throw ambiguous(word, signature);
        }
        return found.or(() -> all);
    }

    private static SqlException ambiguous(String word, FunctionStatement.Signature signature) {
        return new SqlException(
                ErrorCode.AMBIGUOUS_FUNCTION, what(word) + " name \"" + signature.name() + "\" is not unique");
    }

    private static boolean isOfKind(CatalogObject object, String word) {
        return switch (word) {
            case "AGGREGATE" -> UserAggregate.is(object);
            case "PROCEDURE" -> UserFunction.isProcedure(object);
            case "FUNCTION" -> !UserFunction.isProcedure(object);
            default -> true;
        };
    }

    /** A procedure may be named with the types of its results, too. */
    private Optional<CatalogObject> withAllParameters(List<CatalogObject> named, List<SqlType> given) {
        List<Integer> wanted = given.stream().map(SqlType::oid).toList();
        return named.stream()
                .filter(UserFunction::isProcedure)
                .filter(each -> UserFunction.of(each, changes.schema())
                        .filter(procedure -> procedure.callTypes().stream()
                                .map(SqlType::oid)
                                .toList()
                                .equals(wanted))
                        .isPresent())
                .findFirst();
    }

    static String written(TypeName type) {
        return type.name() + "[]".repeat(type.arrayDimensions());
    }

    String missing(String word, FunctionStatement.Signature signature) {
        List<TypeName> types = signature.types();
        String kind = word.equals("ROUTINE") ? "function" : what(word);
        return types == null
                ? "could not find a " + kind + " named \"" + signature.name() + "\""
                : word.equals("AGGREGATE") && types.isEmpty()
                        ? "aggregate " + signature.name() + "(*) does not exist"
                        : kind + " " + signature.name() + "("
                                + types.stream()
                                        .map(type -> named(type).displayName())
                                        .collect(Collectors.joining(", "))
                                + ") does not exist";
    }

    /** Returns a function that privileges are granted on; of the built-in ones everybody may call those that nobody guards. */
    CatalogObject granted(String word, FunctionStatement.Signature signature) {
        QualifiedName name = signature.name();
        Optional<CatalogObject> found = find(word, signature);
        boolean system = name.parts().size() == 1
                || name.parts().get(name.parts().size() - 2).equals("pg_catalog");
        boolean builtIn = !FunctionCatalog.builtIn().named(name.last()).isEmpty()
                || !changes.session().functions(name.last()).isEmpty();
        return found.or(() -> system && builtIn ? Optional.of(builtIn(word, signature)) : Optional.empty())
                .orElseThrow(() -> new SqlException(ErrorCode.UNDEFINED_FUNCTION, missing(word, signature)));
    }

    private CatalogObject builtIn(String word, FunctionStatement.Signature signature) {
        List<TypeName> types = signature.types();
        String name = signature.name().last();
        List<ScalarFunction> all = new ArrayList<>(FunctionCatalog.builtIn().named(name));
        all.addAll(changes.session().functions(name));
        List<ScalarFunction> fitting = types == null
                ? all
                : all.stream()
                        .filter(each -> each.arguments().stream()
                                .map(SqlType::oid)
                                .toList()
                                .equals(types.stream()
                                        .map(type -> named(type).oid())
                                        .toList()))
                        .toList();
        if (fitting.size() > 1) {
            throw ambiguous(word, signature)
                    .withHint("Specify the argument list to select the " + what(word) + " unambiguously.");
        }
        if (fitting.isEmpty()) {
            throw new SqlException(ErrorCode.UNDEFINED_FUNCTION, missing(word, signature));
        }
        ScalarFunction found = fitting.getFirst();
        return SystemPrivileges.function(changes.schema(), found.oid(), name)
                .with(
                        SystemPrivileges.SHOWN,
                        Quoting.identifier(name) + "("
                                + found.arguments().stream()
                                        .map(SqlType::displayName)
                                        .collect(Collectors.joining(","))
                                + ")");
    }

    CatalogObject needed(String word, FunctionStatement.Signature signature) {
        return find(word, signature).orElseThrow(() -> unknown(word, signature));
    }

    SqlException unknown(String word, FunctionStatement.Signature signature) {
        return new SchemaNames(changes.schema())
                .missing(
                        signature.name().parts(),
                        new SqlException(ErrorCode.UNDEFINED_FUNCTION, missing(word, signature)));
    }

    private SqlType named(TypeName name) {
        return type(name, "\"" + name.name() + "\"");
    }

    /**
     * Returns the type of a parameter or result.
     *
     * @param shown how the error for a type that there is not calls it
     */
    SqlType type(TypeName name, String shown) {
        if (name.ofColumn()) {
            return ofColumn(name.name());
        }
        try {
            return TypeNames.resolve(name, changes.schema().types()).withModifier(SqlType.NO_MODIFIER);
        } catch (SqlException unknown) {
            throw unknown.code() == ErrorCode.UNDEFINED_OBJECT
                    ? new SqlException(ErrorCode.UNDEFINED_OBJECT, "type " + shown + " does not exist")
                    : unknown;
        }
    }

    /** Returns the type that a column has now, and says so: it does not follow the column. */
    private SqlType ofColumn(QualifiedName name) {
        List<String> parts = name.parts();
        if (parts.size() < 2) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "improper %TYPE reference (too few dotted names): " + name);
        }
        QualifiedName table = new QualifiedName(parts.subList(0, parts.size() - 1), -1);
        CatalogObject relation = changes.schema()
                .relation(table.parts())
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_TABLE, "relation \"" + table + "\" does not exist"));
        CompositeType row = (CompositeType)
                changes.schema().types().made(RowTypes.of(relation.id())).orElseThrow();
        int place = row.place(name.last());
        if (place < 0) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + name.last() + "\" of relation \"" + table.last() + "\" does not exist");
        }
        SqlType type = row.fields().get(place).declared().withModifier(SqlType.NO_MODIFIER);
        changes.notice("type reference " + name + "%TYPE converted to " + type.displayName());
        return type;
    }

    static String shown(UserFunction function) {
        return Quoting.identifier(function.name()) + "("
                + function.inputTypes().stream().map(SqlType::displayName).collect(Collectors.joining(",")) + ")";
    }

    /** How messages about what depends on what call a function, which may be a procedure or an aggregate. */
    static String name(CatalogChanges changes, CatalogObject object) {
        Optional<UserFunction> function = UserFunction.of(object, changes.schema());
        boolean visible = changes.schema().functions(List.of(UserFunction.nameOf(object))).stream()
                .filter(other -> other.name().equals(object.name()))
                .findFirst()
                .filter(first -> first.id() == object.id())
                .isPresent();
        String schema = visible
                ? ""
                : function.map(each -> Quoting.identifier(each.schema()) + ".").orElse("");
        return "function " + schema + function.map(FunctionNames::shown).orElseGet(() -> UserFunction.nameOf(object));
    }
}
