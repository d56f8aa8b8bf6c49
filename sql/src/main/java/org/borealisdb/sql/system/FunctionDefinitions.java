package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.FunctionStatement.BodyKind;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.session.CommandTag;
import org.jspecify.annotations.Nullable;

/** Makes, changes and drops functions and procedures. Belongs to one task. */
final class FunctionDefinitions {
    private final CatalogChanges changes;
    private final Ownership ownership;
    private final FunctionNames names;
    private final FunctionShape shape;

    FunctionDefinitions(CatalogChanges changes) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.names = new FunctionNames(changes);
        this.shape = new FunctionShape(changes, names);
    }

    /**
     * Runs a definition.
     *
     * @param inputs turns settings into what is stored of them
     * @param checked whether bodies that are strings must be good now
     */
    CommandTag run(FunctionStatement statement, RoleInputs inputs, boolean checked) {
        CommandTag tag = switch (statement) {
            case FunctionStatement.Create create -> {
                create(create, inputs, checked);
                yield CommandTag.plain(create.procedure() ? "CREATE PROCEDURE" : "CREATE FUNCTION");
            }
            case FunctionStatement.CreateAggregate create -> {
                new AggregateDefinitions(changes, names, shape).create(create);
                yield CommandTag.plain("CREATE AGGREGATE");
            }
            case FunctionStatement.Alter alter -> {
                alter(alter, inputs);
                yield CommandTag.plain("ALTER " + alter.word());
            }
            case FunctionStatement.Comment comment -> {
                Optional<CatalogObject> own = names.find(comment.word(), comment.signature());
                boolean unnamed = own.isEmpty() && comment.signature().types() == null;
                new Comments(changes)
                        .comment(
                                comment,
                                unnamed ? Optional.of(names.needed(comment.word(), comment.signature())) : own);
                yield CommandTag.plain("COMMENT");
            }
            case FunctionStatement.Drop drop -> {
                drop(drop);
                yield CommandTag.plain("DROP " + drop.word());
            }
        };
        changes.schema().forget();
        return tag;
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_FUNCTION_DEFINITION, message);
    }

    private void create(FunctionStatement.Create create, RoleInputs inputs, boolean checked) {
        String name = create.name().last();
        CatalogObject parent = changes.schemaOf(new QualifiedName(create.name().parts(), -1));
        String language = language(create);
        List<UserFunction.Parameter> parameters = shape.parameters(create);
        List<SqlType> types = parameters.stream()
                .filter(UserFunction.Parameter::isInput)
                .map(UserFunction.Parameter::type)
                .toList();
        FunctionShape.Result result = shape.result(create, parameters);
        FunctionStatement.Body body = create.body();
        if (body == null) {
            throw invalid("no function body specified");
        }
        if (!language.equals("sql")) {
            throw SqlException.notSupported("LANGUAGE " + language);
        }
        FunctionShape.checkTypes(types, parameters, result);
        String signature = UserFunction.signature(name, types);
        Optional<CatalogObject> before = changes.schema().child(parent, NameSpace.FUNCTIONS, signature);
        if (before.isPresent() && !create.replace()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_FUNCTION, "function \"" + name + "\" already exists with same argument types");
        }
        CatalogObject object = CatalogObject.of(
                        CatalogKind.FUNCTION,
                        before.map(CatalogObject::id).orElseGet(changes::newId),
                        parent.id(),
                        signature)
                .with(UserFunction.NAME, name)
                .with(
                        UserFunction.MODES,
                        parameters.stream()
                                .map(each -> String.valueOf(each.mode()))
                                .collect(Collectors.joining()))
                .with(
                        UserFunction.TYPES,
                        parameters.stream()
                                .map(each ->
                                        Integer.toUnsignedString(each.type().oid()))
                                .collect(Collectors.joining(",")))
                .with(
                        UserFunction.NAMES,
                        parameters.stream().map(UserFunction.Parameter::name).collect(Collectors.joining("\n")))
                .with(UserFunction.BODY, body.text())
                .with(UserFunction.BODY_KIND, body.kind().name())
                .with(
                        UserFunction.SEARCH_PATH,
                        String.join("\n", changes.schema().searchPath()))
                .with(UserFunction.VOLATILITY, "v")
                .with(UserFunction.PARALLEL, "u")
                .with(UserFunction.COST, "100")
                .with(UserFunction.ROWS, result.set() ? "1000" : "0");
        for (int i = 0; i < parameters.size(); i++) {
            Optional<String> value = parameters.get(i).value();
            object = value.isPresent() ? object.with(UserFunction.DEFAULT + i, value.get()) : object;
        }
        object = result.relation() == null
                ? object.with(UserFunction.RESULT, Integer.toUnsignedString(result.oid()))
                : object.with(
                        UserFunction.RELATION, Long.toString(result.relation().id()));
        object = result.set() ? object.with(UserFunction.SET, "true") : object;
        object = create.procedure() ? object.with(UserFunction.PROCEDURE, "true") : object;
        object = withOptions(object, create.options(), inputs);
        if (before.isPresent()) {
            ownership.require(before.get());
            FunctionReplacement.check(changes, before.get(), object, parameters);
            for (String kept : List.of("owner", "access")) {
                Optional<String> value = before.get().property(kept);
                object = value.isPresent() ? object.with(kept, value.get()) : object;
            }
            changes.replace(object);
        } else {
            changes.add(object);
        }
        types.forEach(changes::keep);
        changes.schema().forget();
        if (checked || body.kind() != BodyKind.STRING) {
            ViewNames made = check(object, body, inputs);
            if (body.kind() != BodyKind.STRING) {
                CatalogObject stored = changes.schema()
                        .object(CatalogKind.FUNCTION, object.id())
                        .orElseThrow();
                changes.replace(stored.with(ViewNames.OF_BODY, made.text()));
                changes.schema().forget();
            }
        }
    }

    private static String language(FunctionStatement.Create create) {
        String language = create.options().language();
        if (language == null) {
            FunctionStatement.Body body = create.body();
            if (body == null || body.kind() == BodyKind.STRING) {
                throw invalid("no language specified");
            }
            return "sql";
        }
        String name = language.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "sql", "plpgsql", "internal", "c" -> name;
            default -> {
                SqlException missing =
                        new SqlException(ErrorCode.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist");
                boolean trusted = name.startsWith("plperl") || name.startsWith("pltcl") || name.startsWith("plpython");
                throw trusted
                        ? missing.withHint("Use CREATE EXTENSION to load the language into the database.")
                        : missing;
            }
        };
    }

    private CatalogObject withOptions(CatalogObject function, FunctionStatement.Options options, RoleInputs inputs) {
        CatalogObject object = FunctionSettings.with(function, options.settings(), inputs);
        if (options.volatility() != null) {
            object = object.with(UserFunction.VOLATILITY, first(options.volatility()));
        }
        if (options.parallel() != null) {
            object = object.with(UserFunction.PARALLEL, first(options.parallel()));
        }
        object = flag(object, UserFunction.STRICT, options.strict());
        object = flag(object, UserFunction.DEFINER, options.definer());
        object = flag(object, UserFunction.LEAKPROOF, options.leakproof());
        if (options.leakproof() != null
                && options.leakproof()
                && !changes.schema().currentRole().isSuperuser()) {
            throw RoleDefinitions.denied("only superuser can define a leakproof function");
        }
        if (options.cost() != null) {
            if (options.cost() <= 0) {
                throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "COST must be positive");
            }
            object = object.with(UserFunction.COST, options.cost().toString());
        }
        if (options.rows() != null) {
            if (options.rows() <= 0) {
                throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "ROWS must be positive");
            }
            if (object.property(UserFunction.SET).isEmpty()) {
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "ROWS is not applicable when function does not return a set");
            }
            object = object.with(UserFunction.ROWS, options.rows().toString());
        }
        return object;
    }

    private static String first(Enum<?> word) {
        return word.name().substring(0, 1).toLowerCase(Locale.ROOT);
    }

    private static CatalogObject flag(CatalogObject object, String property, @Nullable Boolean value) {
        if (value == null) {
            return object;
        }
        return value ? object.with(property, "true") : TableAlterations.without(object, property);
    }

    /** Binds a body, and returns what the names in it stand for; where an error points into it, that is a place of the whole statement. */
    private ViewNames check(CatalogObject object, FunctionStatement.Body body, RoleInputs inputs) {
        UserFunction function = UserFunction.of(object, changes.schema()).orElseThrow();
        boolean polymorphic = function.inputTypes().stream().anyMatch(Polymorphism::is);
        if (polymorphic && body.kind() != BodyKind.STRING) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "SQL function with unquoted function body cannot have polymorphic arguments");
        }
        try {
            FunctionBody parsed = FunctionBody.parse(function);
            if (polymorphic) {
                return ViewNames.NONE;
            }
            return parsed.check(FunctionSettings.reader(changes.schema(), function, inputs), changes.session());
        } catch (SqlException error) {
            int start = changes.text().indexOf(body.text(), body.offset());
            if (error.position().isEmpty() || start < 0) {
                throw error.withoutPosition()
                        .with(SqlException.Field.WHERE, "SQL function \"" + function.name() + "\"");
            }
            int within = error.position().getAsInt() - FunctionBody.lead(body.kind());
            throw error.withPosition(SourceText.position(changes.text(), start) + within - 1);
        }
    }

    /** Refuses another name for a function that a default or a condition of an older version calls by its name. */
    private void refuseCalled(UserFunction function) {
        CatalogChanges.refuse(
                new ExpressionDependents(changes).isNamed(function),
                "another name for a function that a default or a CHECK calls");
    }

    /** Drops a function with all that depends on it, and says nothing. */
    void dropQuietly(UserFunction function) {
        new Dependents(changes).of(function).drop();
        changes.remove(function.object());
    }

    /** Returns the functions of a schema. */
    List<CatalogObject> of(CatalogObject schema) {
        return changes.schema().children(schema, NameSpace.FUNCTIONS);
    }

    /** Drops functions as one: what depends on one of them and is another does not keep it. */
    private void drop(FunctionStatement.Drop drop) {
        List<CatalogObject> found = new ArrayList<>();
        drop.signatures().forEach(signature -> find(drop, signature).ifPresent(found::add));
        List<UserFunction> functions = found.stream()
                .distinct()
                .flatMap(object -> UserFunction.of(object, changes.schema()).stream())
                .toList();
        Dependents dependents = new Dependents(changes)
                .without(found.stream().map(CatalogObject::id).collect(Collectors.toSet()));
        functions.forEach(dependents::of);
        dependents.drop(
                drop.cascade(),
                found.size() == 1 ? FunctionNames.name(changes, found.getFirst()) : "desired object(s)");
        for (CatalogObject object : found) {
            changes.schema().object(CatalogKind.FUNCTION, object.id()).ifPresent(changes::remove);
            changes.schema().forget();
        }
    }

    /** Finds a function that is to be dropped; if there may be none, there is a notice. */
    private Optional<CatalogObject> find(FunctionStatement.Drop drop, FunctionStatement.Signature signature) {
        Optional<CatalogObject> found;
        try {
            found = names.find(drop.word(), signature);
        } catch (SqlException missing) {
            if (!drop.ifExists() || missing.code() != ErrorCode.UNDEFINED_OBJECT) {
                throw missing;
            }
            changes.notice(missing.text() + ", skipping");
            return Optional.empty();
        }
        if (found.isEmpty()) {
            if (!drop.ifExists()) {
                throw names.unknown(drop.word(), signature);
            }
            List<TypeName> types = signature.types();
            changes.notice(FunctionNames.what(drop.word()) + " " + signature.name() + "("
                    + (types == null
                            ? ""
                            : types.stream().map(FunctionNames::written).collect(Collectors.joining(",")))
                    + ") does not exist, skipping");
            return found;
        }
        ownership.requireDrop(found.get());
        if (drop.word().equals("FUNCTION") && UserAggregate.is(found.get())) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + signature.name() + "\" is an aggregate function")
                    .withHint("Use DROP AGGREGATE to drop aggregate functions.");
        }
        return found;
    }

    private void alter(FunctionStatement.Alter alter, RoleInputs inputs) {
        CatalogObject object = names.needed(alter.word(), alter.signature());
        if (alter.owner() != null) {
            ownership.change(object, new RoleNames(changes).find(alter.owner()));
            return;
        }
        ownership.require(object);
        UserFunction function = UserFunction.of(object, changes.schema()).orElseThrow();
        if (alter.newName() != null) {
            CatalogObject parent =
                    changes.schema().object(CatalogKind.SCHEMA, object.parent()).orElseThrow();
            changes.requireCreate(parent);
            refuseTaken(parent, alter.newName(), function);
            refuseCalled(function);
            changes.replace(object.withName(UserFunction.signature(alter.newName(), function.inputTypes()))
                    .with(UserFunction.NAME, alter.newName()));
        } else if (alter.schema() != null) {
            CatalogObject parent = changes.schema()
                    .schema(alter.schema())
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + alter.schema() + "\" does not exist"));
            if (parent.id() == object.parent()) {
                return;
            }
            changes.requireCreate(parent);
            refuseTaken(parent, function.name(), function);
            refuseCalled(function);
            changes.replace(new CatalogObject(
                    object.kind(),
                    object.id(),
                    parent.id(),
                    object.related(),
                    object.name(),
                    object.tree(),
                    object.properties()));
        } else {
            if (UserAggregate.is(object)) {
                throw new SqlException(
                        ErrorCode.WRONG_OBJECT_TYPE, "\"" + alter.signature().name() + "\" is an aggregate function");
            }
            changes.replace(withOptions(object, alter.options(), inputs));
        }
    }

    private void refuseTaken(CatalogObject parent, String name, UserFunction function) {
        String signature = UserFunction.signature(name, function.inputTypes());
        if (changes.schema().child(parent, NameSpace.FUNCTIONS, signature).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_FUNCTION,
                    "function "
                            + name + "("
                            + function.inputTypes().stream()
                                    .map(SqlType::displayName)
                                    .collect(Collectors.joining(", "))
                            + ") already exists in schema \"" + parent.name() + "\"");
        }
    }
}
