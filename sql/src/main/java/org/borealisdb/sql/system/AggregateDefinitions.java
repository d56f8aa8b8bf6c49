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
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.DefinitionItem;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.FunctionStatement.Mode;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.bind.SupportFunctions;
import org.borealisdb.sql.bind.SupportFunctions.Found;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserFunction;

/** Makes aggregates of functions. The order of the checks is PostgreSQL's. Belongs to one task. */
final class AggregateDefinitions {
    private static final List<String> KNOWN = List.of(
            "sfunc",
            "sfunc1",
            "finalfunc",
            "combinefunc",
            "serialfunc",
            "deserialfunc",
            "msfunc",
            "minvfunc",
            "mfinalfunc",
            "finalfunc_extra",
            "mfinalfunc_extra",
            "finalfunc_modify",
            "mfinalfunc_modify",
            "sortop",
            "basetype",
            "hypothetical",
            "stype",
            "stype1",
            "sspace",
            "mstype",
            "msspace",
            "initcond",
            "initcond1",
            "minitcond",
            "parallel");

    private final CatalogChanges changes;
    private final Ownership ownership;
    private final FunctionNames names;
    private final FunctionShape shape;

    AggregateDefinitions(CatalogChanges changes, FunctionNames names, FunctionShape shape) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.names = names;
        this.shape = shape;
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_FUNCTION_DEFINITION, message);
    }

    /** What is said of an aggregate, as far as it is known. */
    private final class Said {
        private final FunctionStatement.CreateAggregate statement;
        private List<UserFunction.Parameter> parameters = List.of();
        private CatalogObject object;
        private final SupportFunctions functions = new SupportFunctions(changes.bindContext());

        Said(FunctionStatement.CreateAggregate statement, CatalogObject object) {
            this.statement = statement;
            this.object = object;
        }

        Optional<DefinitionItem> item(String name) {
            return DefinitionItems.named(statement.items(), name, name + "1");
        }

        Optional<QualifiedName> name(String item) {
            return item(item).map(DefinitionItems::name);
        }

        boolean truth(String item) {
            return item(item).map(DefinitionItems::truth).orElse(false);
        }

        List<SqlType> types() {
            return parameters.stream().map(UserFunction.Parameter::type).toList();
        }

        boolean isOrdered() {
            return statement.direct() >= 0;
        }

        /** The types of the arguments that rows have, without the direct ones. */
        List<SqlType> counted() {
            boolean all = !isOrdered() || truth("hypothetical");
            return all ? types() : types().subList(statement.direct(), parameters.size());
        }

        List<SqlType> direct() {
            return isOrdered() ? types().subList(0, statement.direct()) : List.of();
        }

        void put(String property, String value) {
            object = object.with(property, value);
        }

        void put(String property, Found found) {
            found.object()
                    .ifPresent(function -> changes.privileges()
                            .require(changes.schema().currentRole().id(), function, Privilege.EXECUTE));
            put(property, Integer.toUnsignedString(found.oid()));
        }
    }

    void create(FunctionStatement.CreateAggregate create) {
        CatalogObject parent = changes.schemaOf(new QualifiedName(create.name().parts(), -1));
        DefinitionItems.warn(changes, "aggregate", create.items(), KNOWN);
        String name = create.name().last();
        Said said = new Said(create, CatalogObject.of(CatalogKind.FUNCTION, 1, parent.id(), name));
        TypeName state = said.item(UserAggregate.STATE)
                .map(DefinitionItems::type)
                .orElseThrow(() -> invalid("aggregate stype must be specified"));
        if (said.item(UserAggregate.NEXT).isEmpty()) {
            throw invalid("aggregate sfunc must be specified");
        }
        checkMoving(said);
        said.parameters = create.old() ? oldParameters(said) : parameters(said);
        SqlType type = stateType(state);
        checkSerial(said);
        Optional<SqlType> movingType = said.item("mstype").map(item -> stateType(DefinitionItems.type(item)));
        checkInitial(said, UserAggregate.INITIAL, type);
        movingType.ifPresent(moving -> checkInitial(said, UserAggregate.MOVING + UserAggregate.INITIAL, moving));
        said.put(UserAggregate.KIND, said.truth("hypothetical") ? "h" : said.isOrdered() ? "o" : "n");
        said.put(UserAggregate.DIRECT, Integer.toString(Math.max(0, create.direct())));
        SqlType result = functions(said, type, movingType);
        store(said, name, parent, result);
    }

    private static void checkMoving(Said said) {
        boolean moves = said.item("mstype").isPresent();
        for (String needed : List.of("msfunc", "minvfunc")) {
            if (moves && said.item(needed).isEmpty()) {
                throw invalid("aggregate " + needed + " must be specified when mstype is specified");
            }
        }
        for (String refused : List.of("msfunc", "minvfunc", "mfinalfunc", "msspace", "minitcond")) {
            boolean given = said.item(refused).isPresent()
                    && !(refused.equals("msspace")
                            && DefinitionItems.number(said.item(refused).get()) == 0);
            if (!moves && given) {
                throw invalid("aggregate " + refused + " must not be specified without mstype");
            }
        }
    }

    private List<UserFunction.Parameter> oldParameters(Said said) {
        TypeName base = said.item("basetype")
                .map(DefinitionItems::type)
                .orElseThrow(() -> invalid("aggregate input type must be specified"));
        if (base.name().isSimple()
                && base.name().last().toLowerCase(Locale.ROOT).equals("any")) {
            return List.of();
        }
        return List.of(
                new UserFunction.Parameter("", 'i', names.type(base, "\"" + base.name() + "\""), Optional.empty()));
    }

    private List<UserFunction.Parameter> parameters(Said said) {
        if (said.item("basetype").isPresent()) {
            throw invalid("basetype is redundant with aggregate input type specification");
        }
        List<UserFunction.Parameter> parameters = new ArrayList<>();
        for (FunctionStatement.Parameter each : said.statement.parameters()) {
            if (each.mode() == Mode.OUT || each.mode() == Mode.INOUT) {
                throw changes.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "aggregates cannot have output arguments", each.position());
            }
            if (each.type().isSet()) {
                throw invalid("aggregates cannot accept set arguments");
            }
        }
        parameters.addAll(shape.parameters(new FunctionStatement.Create(
                said.statement.name(),
                false,
                false,
                said.statement.parameters(),
                null,
                new FunctionStatement.Options(null, null, null, null, null, null, null, null, List.of()),
                null,
                -1)));
        for (UserFunction.Parameter each : parameters) {
            if (each.type().category() == TypeCategory.PSEUDO && !Polymorphism.is(each.type())) {
                CatalogChanges.refuse(
                        true, "aggregates with arguments of type " + each.type().displayName());
            }
        }
        return parameters;
    }

    private SqlType stateType(TypeName name) {
        CatalogChanges.refuse(name.name().last().equals("internal"), "an aggregate whose state has the type internal");
        SqlType type = names.type(name, "\"" + name.name() + "\"");
        if (type.category() == TypeCategory.PSEUDO && !Polymorphism.is(type)) {
            throw invalid("aggregate transition data type cannot be " + type.displayName());
        }
        return type;
    }

    private static void checkSerial(Said said) {
        if (said.item("serialfunc").isPresent() || said.item("deserialfunc").isPresent()) {
            throw invalid(
                    "serialization functions may be specified only when the aggregate transition data type is internal");
        }
    }

    /** Reads the first state once, so that one that cannot be read is refused here. */
    private void checkInitial(Said said, String property, SqlType type) {
        said.item(property).map(DefinitionItems::text).ifPresent(text -> {
            if (!Polymorphism.is(type)) {
                changes.textInput().parse(type.physical(), text);
            }
            said.put(property, text);
        });
    }

    /** Finds the functions, and returns the type of the result. */
    private SqlType functions(Said said, SqlType state, Optional<SqlType> moving) {
        List<SqlType> types = said.types();
        checkDetermined("transition data type", state, types);
        moving.ifPresent(type -> checkDetermined("transition data type", type, types));
        Found next = transition(said, UserAggregate.NEXT, state, "return type of transition function ");
        if (next.isStrict() && said.item(UserAggregate.INITIAL).isEmpty()) {
            checkFirst(said, state);
        }
        moving.ifPresent(type -> movingFunctions(said, type));
        SqlType result = last(said, "", state);
        said.name("combinefunc").ifPresent(name -> {
            Found combine = said.functions.find(name, List.of(state, state));
            checkResult(combine, name, state, "return type of combine function ");
            said.put(UserAggregate.COMBINE, combine);
        });
        checkDetermined("result data type", result, types);
        moving.ifPresent(type -> {
            SqlType movingResult = last(said, UserAggregate.MOVING, type);
            if (movingResult.oid() != result.oid()) {
                throw invalid("moving-aggregate implementation returns type " + movingResult.displayName()
                        + ", but plain implementation returns type " + result.displayName());
            }
        });
        sorting(said);
        said.put(UserAggregate.STATE, Integer.toUnsignedString(state.oid()));
        changes.keep(state);
        moving.ifPresent(
                type -> said.put(UserAggregate.MOVING + UserAggregate.STATE, Integer.toUnsignedString(type.oid())));
        for (String prefix : List.of("", UserAggregate.MOVING)) {
            said.item(prefix + UserAggregate.SPACE)
                    .ifPresent(item ->
                            said.put(prefix + UserAggregate.SPACE, Integer.toString(DefinitionItems.number(item))));
            said.put(prefix + UserAggregate.MODIFY, modify(said, prefix + UserAggregate.MODIFY));
        }
        return result;
    }

    private static String modify(Said said, String item) {
        Optional<String> text = said.item(item).map(DefinitionItems::text);
        if (text.isEmpty()) {
            return said.isOrdered() ? "w" : "r";
        }
        return switch (text.get()) {
            case "read_only" -> "r";
            case "shareable" -> "s";
            case "read_write" -> "w";
            default ->
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR,
                        "parameter \"" + item + "\" must be READ_ONLY, SHAREABLE, or READ_WRITE");
        };
    }

    private void movingFunctions(Said said, SqlType type) {
        Found next = transition(
                said, UserAggregate.MOVING + UserAggregate.NEXT, type, "return type of transition function ");
        if (next.isStrict() && said.item("minitcond").isEmpty()) {
            checkFirst(said, type);
        }
        Found inverse = transition(said, UserAggregate.INVERSE, type, "return type of inverse transition function ");
        if (next.isStrict() != inverse.isStrict()) {
            throw invalid("strictness of aggregate's forward and inverse transition functions must match");
        }
    }

    private static Found transition(Said said, String item, SqlType state, String what) {
        QualifiedName name = said.name(item).orElseThrow();
        List<SqlType> types = new ArrayList<>(List.of(state));
        types.addAll(said.counted());
        Found found = said.functions.find(name, types);
        checkResult(found, name, state, what);
        said.put(item, found);
        return found;
    }

    private static void checkResult(Found found, QualifiedName name, SqlType state, String what) {
        if (found.result().physical().oid() != state.physical().oid()) {
            throw new SqlException(ErrorCode.DATATYPE_MISMATCH, what + name + " is not " + state.displayName());
        }
    }

    private static void checkFirst(Said said, SqlType state) {
        List<SqlType> counted = said.counted();
        if (counted.isEmpty() || !SupportFunctions.isCompatible(counted.getFirst(), state)) {
            throw invalid("must not omit initial value when transition function is strict"
                    + " and transition type is not compatible with input type");
        }
    }

    private static SqlType last(Said said, String prefix, SqlType state) {
        Optional<QualifiedName> name = said.name(prefix + UserAggregate.LAST);
        boolean extra = said.truth(prefix + UserAggregate.EXTRA);
        if (extra) {
            said.put(prefix + UserAggregate.EXTRA, "true");
        }
        if (name.isEmpty()) {
            return state;
        }
        List<SqlType> types = new ArrayList<>(List.of(state));
        types.addAll(extra ? said.types() : said.direct());
        Found found = said.functions.find(name.get(), types);
        if (extra && found.isStrict()) {
            throw invalid("final function with extra arguments must not be declared STRICT");
        }
        said.put(prefix + UserAggregate.LAST, found);
        return found.result();
    }

    private void sorting(Said said) {
        Optional<QualifiedName> name = said.name(UserAggregate.SORTING);
        if (name.isEmpty()) {
            return;
        }
        if (said.parameters.size() != 1) {
            throw invalid("sort operator can only be specified for single-argument aggregates");
        }
        SqlType type = said.types().getFirst();
        int operator = new OperatorNames(changes)
                .exact(name.get(), new OperatorNames.Operands(Optional.of(type), type))
                .orElseThrow(
                        () -> OperatorNames.missing(name.get(), new OperatorNames.Operands(Optional.of(type), type)));
        said.put(UserAggregate.SORTING, Integer.toUnsignedString(operator));
    }

    private static void checkDetermined(String what, SqlType type, List<SqlType> inputs) {
        FunctionShape.checkDetermined(what, type, inputs);
    }

    private void store(Said said, String name, CatalogObject parent, SqlType result) {
        List<SqlType> types = said.types();
        String signature = UserFunction.signature(name, types);
        Optional<CatalogObject> before = changes.schema().child(parent, NameSpace.FUNCTIONS, signature);
        if (before.isPresent() && !said.statement.replace()) {
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
                        said.parameters.stream()
                                .map(each -> String.valueOf(each.mode()))
                                .collect(Collectors.joining()))
                .with(
                        UserFunction.TYPES,
                        types.stream()
                                .map(type -> Integer.toUnsignedString(type.oid()))
                                .collect(Collectors.joining(",")))
                .with(
                        UserFunction.NAMES,
                        said.parameters.stream()
                                .map(UserFunction.Parameter::name)
                                .collect(Collectors.joining("\n")))
                .with(UserFunction.BODY, "aggregate_dummy")
                .with(UserFunction.BODY_KIND, FunctionStatement.BodyKind.STRING.name())
                .with(UserFunction.SEARCH_PATH, "")
                .with(UserFunction.VOLATILITY, "i")
                .with(UserFunction.PARALLEL, parallel(said))
                .with(UserFunction.COST, "1")
                .with(UserFunction.ROWS, "0")
                .with(UserFunction.RESULT, Integer.toUnsignedString(result.oid()));
        for (var property : said.object.properties().entrySet()) {
            object = object.with(property.getKey(), property.getValue());
        }
        if (before.isPresent()) {
            ownership.require(before.get());
            FunctionReplacement.check(changes, before.get(), object, said.parameters);
            for (String kept : List.of("owner", "access")) {
                Optional<String> value = before.get().property(kept);
                object = value.isPresent() ? object.with(kept, value.get()) : object;
            }
            changes.replace(object);
        } else {
            changes.add(object);
        }
        types.forEach(changes::keep);
    }

    private static String parallel(Said said) {
        Optional<String> text = said.item("parallel").map(DefinitionItems::text);
        return switch (text.map(given -> given.toLowerCase(Locale.ROOT)).orElse("unsafe")) {
            case "unsafe" -> "u";
            case "restricted" -> "r";
            case "safe" -> "s";
            default ->
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR, "parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE");
        };
    }
}
