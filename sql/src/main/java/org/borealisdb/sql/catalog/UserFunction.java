package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;

/**
 * A function that a user made, with its types as they are now.
 *
 * @param object its catalog object, whose name is {@link #signature}
 * @param schema the name of its schema
 * @param parameters all of them, in order
 * @param result the type of a result, of one of the set if it returns a set
 */
public record UserFunction(CatalogObject object, String schema, List<Parameter> parameters, SqlType result) {
    /** Property with the function's own name. */
    public static final String NAME = "name";

    /** Property with the modes of the parameters as {@code pg_proc} writes them, a letter for each. */
    public static final String MODES = "modes";

    /** Property with the types of the parameters, their numbers between commas. */
    public static final String TYPES = "types";

    /** Property with the names of the parameters, a line for each. */
    public static final String NAMES = "names";

    /** Property with the default of a parameter as an SQL expression: its place follows. */
    public static final String DEFAULT = "default";

    /** Property with the type of the result, its number. */
    public static final String RESULT = "result";

    /** Property with the relation whose rows are the result. */
    public static final String RELATION = "relation";

    /** Property that is there if it returns a set. */
    public static final String SET = "set";

    /** Property with the letter of the volatility as {@code pg_proc} writes it. */
    public static final String VOLATILITY = "volatility";

    /** Property that is there if a NULL among the arguments makes the result NULL. */
    public static final String STRICT = "strict";

    /** Property that is there if it runs with the privileges of its owner. */
    public static final String DEFINER = "definer";

    /** Property that is there if it tells nothing of its arguments but by its result. */
    public static final String LEAKPROOF = "leakproof";

    /** Property that is there if it is a procedure, which CALL calls. */
    public static final String PROCEDURE = "procedure";

    /** Property with the letter of where it may run, as {@code pg_proc} writes it. */
    public static final String PARALLEL = "parallel";

    /** Property with what a call is said to cost. */
    public static final String COST = "cost";

    /** Property with how many rows it is said to return. */
    public static final String ROWS = "rows";

    /** Property with the body. */
    public static final String BODY = "body";

    /** Property with the kind of body: a {@code FunctionStatement.BodyKind}. */
    public static final String BODY_KIND = "bodykind";

    /** Property with the search path that a body was read with when the function was made, a line for each schema. */
    public static final String SEARCH_PATH = "searchpath";

    /** Property with the names of the settings that it runs with, between commas, in the order in which they were set. */
    public static final String SETTINGS = "settings";

    /** What the property with the value of such a setting begins with; the setting's name follows. */
    public static final String SETTING = "set ";

    /** A parameter; its mode is that of {@code pg_proc}: {@code i}, {@code o}, {@code b}, {@code v}, {@code t}. */
    public record Parameter(String name, char mode, SqlType type, Optional<String> value) {
        /** Returns whether calls have an argument for it. */
        public boolean isInput() {
            return mode == 'i' || mode == 'b' || mode == 'v';
        }

        /** Returns whether it is a part of the result. */
        public boolean isOutput() {
            return mode == 'o' || mode == 'b' || mode == 't';
        }
    }

    /** Copies the parameters. */
    public UserFunction {
        parameters = List.copyOf(parameters);
    }

    /** Returns the name of the catalog object of a function. */
    public static String signature(String name, List<SqlType> inputs) {
        return name + "("
                + inputs.stream()
                        .map(type -> Integer.toUnsignedString(type.oid()))
                        .collect(Collectors.joining(","))
                + ")";
    }

    /** Returns a function's own name. */
    public static String nameOf(CatalogObject object) {
        return object.property(NAME).orElseThrow();
    }

    /** Reads a function from its catalog object; empty if one of its types is not there any more. */
    public static Optional<UserFunction> of(CatalogObject object, SchemaReader reader) {
        String types = object.property(TYPES).orElseThrow();
        String[] numbers = types.isEmpty() ? new String[0] : types.split(",", -1);
        String[] names = object.property(NAMES).orElseThrow().split("\n", -1);
        String modes = object.property(MODES).orElseThrow();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            Optional<SqlType> type = reader.types().withOid(Integer.parseUnsignedInt(numbers[i]));
            if (type.isEmpty()) {
                return Optional.empty();
            }
            parameters.add(new Parameter(names[i], modes.charAt(i), type.get(), object.property(DEFAULT + i)));
        }
        String schema = reader.object(CatalogKind.SCHEMA, object.parent())
                .map(CatalogObject::name)
                .orElse("");
        return result(object, parameters, reader).map(result -> new UserFunction(object, schema, parameters, result));
    }

    private static Optional<SqlType> result(CatalogObject object, List<Parameter> parameters, SchemaReader reader) {
        Optional<String> relation = object.property(RELATION);
        if (relation.isPresent()) {
            long id = Long.parseLong(relation.get());
            return reader.object(CatalogKind.TABLE, id)
                    .or(() -> reader.object(CatalogKind.VIEW, id))
                    .map(found -> rowType(reader, found));
        }
        int oid = Integer.parseUnsignedInt(object.property(RESULT).orElseThrow());
        if (oid != BuiltInType.RECORD.oid()) {
            return reader.types().withOid(oid);
        }
        return Optional.of(
                parameters.stream().anyMatch(Parameter::isOutput) ? rowOf(parameters) : BuiltInType.RECORD.type());
    }

    private static CompositeType rowOf(List<Parameter> parameters) {
        List<CompositeType.Field> fields = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.isOutput()) {
                String name = parameter.name().isEmpty() ? "column" + (fields.size() + 1) : parameter.name();
                fields.add(new CompositeType.Field(name, parameter.type()));
            }
        }
        return new CompositeType(fields);
    }

    /** Returns the type of a relation's rows. */
    public static CompositeType rowType(SchemaReader reader, CatalogObject relation) {
        return (CompositeType) reader.types().made(RowTypes.of(relation.id())).orElseThrow();
    }

    /** Returns the function's own name. */
    public String name() {
        return nameOf(object);
    }

    /** Returns the name with the schema, as SQL. */
    public String qualifiedName() {
        return Quoting.identifier(schema) + "." + Quoting.identifier(name());
    }

    /** Returns the number. */
    public int oid() {
        return (int) object.id();
    }

    /** Returns the parameters that calls have arguments for. */
    public List<Parameter> inputs() {
        return parameters.stream().filter(Parameter::isInput).toList();
    }

    /** Returns the types of the arguments. */
    public List<SqlType> inputTypes() {
        return inputs().stream().map(Parameter::type).toList();
    }

    /** Returns whether it returns a set. */
    public boolean returnsSet() {
        return object.property(SET).isPresent();
    }

    /** Returns whether it returns rows of which only a call, or the body, says what they are. */
    public boolean returnsAnyRecord() {
        return object.property(RESULT)
                        .filter(Integer.toUnsignedString(BuiltInType.RECORD.oid())::equals)
                        .isPresent()
                && parameters.stream().noneMatch(Parameter::isOutput);
    }

    /** Returns the function as a call has it that lists the columns of its rows. */
    public UserFunction returning(SqlType rows) {
        return new UserFunction(object, schema, parameters, rows);
    }

    /** Returns whether some of its parameters have types that stand for others. */
    public boolean isPolymorphic() {
        return parameters.stream().anyMatch(each -> Polymorphism.is(each.type()));
    }

    /** Returns the function as calls have it in which its polymorphic types stand for some others. */
    public UserFunction with(Polymorphism types) {
        if (!isPolymorphic()) {
            return this;
        }
        List<Parameter> concrete = parameters.stream()
                .map(each -> new Parameter(each.name(), each.mode(), types.of(each.type()), each.value()))
                .toList();
        SqlType returned = result instanceof CompositeType row && !row.isNamed() ? rowOf(concrete) : types.of(result);
        return new UserFunction(object, schema, concrete, returned);
    }

    /** Returns whether it returns nothing. */
    public boolean returnsVoid() {
        return result.is(BuiltInType.VOID);
    }

    /** Returns whether NULL among the arguments makes the result NULL. */
    public boolean isStrict() {
        return object.property(STRICT).isPresent();
    }

    /** Returns whether it is a procedure. */
    public boolean isProcedure() {
        return isProcedure(object);
    }

    /** Returns whether a catalog object is of a procedure. */
    public static boolean isProcedure(CatalogObject object) {
        return object.property(PROCEDURE).isPresent();
    }

    /** Returns whether it is an aggregate. */
    public boolean isAggregate() {
        return UserAggregate.is(object);
    }

    /** Returns whether the function of a catalog object has a parameter, a result or a state of a type. */
    public static boolean isOf(CatalogObject object, long type) {
        String oid = Long.toString(type);
        return Stream.of(RESULT, UserAggregate.STATE, UserAggregate.MOVING + UserAggregate.STATE)
                        .anyMatch(property ->
                                object.property(property).filter(oid::equals).isPresent())
                || List.of(object.property(TYPES).orElse("").split(",", -1)).contains(oid);
    }

    /** Returns the word for the kind of a catalog object: function, procedure or aggregate. */
    public static String word(CatalogObject object) {
        return isProcedure(object) ? "procedure" : UserAggregate.is(object) ? "aggregate" : "function";
    }

    /** Returns the types of all parameters, which are what a CALL has arguments for: those of results stand for nothing. */
    public List<SqlType> callTypes() {
        return parameters.stream().map(Parameter::type).toList();
    }

    /** Returns whether it runs with the privileges of its owner, and not of who calls it. */
    public boolean isDefiner() {
        return object.property(DEFINER).isPresent();
    }

    /** Returns the settings that it runs with, by their names. */
    public SequencedMap<String, String> settings() {
        return settingsOf(object);
    }

    /** Returns the settings that the function of a catalog object runs with. */
    public static SequencedMap<String, String> settingsOf(CatalogObject object) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        object.property(SETTINGS).ifPresent(names -> {
            for (String name : names.split(",", -1)) {
                settings.put(name, object.property(SETTING + name).orElseThrow());
            }
        });
        return settings;
    }

    /** Returns whether the last argument may repeat. */
    public boolean isVariadic() {
        List<Parameter> inputs = inputs();
        return !inputs.isEmpty() && inputs.getLast().mode() == 'v';
    }

    /** Returns the type of what repeats, if something does. */
    public Optional<SqlType> repeated() {
        return isVariadic() ? Optional.of(repeatedBy(inputs().getLast().type())) : Optional.empty();
    }

    /** Returns the type of what repeats for a VARIADIC parameter. */
    public static SqlType repeatedBy(SqlType parameter) {
        if (parameter instanceof ArrayType array) {
            return array.element();
        }
        return parameter.is(BuiltInType.ANYARRAY)
                ? BuiltInType.ANYELEMENT.type()
                : parameter.is(BuiltInType.ANYCOMPATIBLEARRAY) ? BuiltInType.ANYCOMPATIBLE.type() : parameter;
    }

    /** Returns for how long a result holds. */
    public ScalarFunction.Volatility volatility() {
        return switch (object.property(VOLATILITY).orElseThrow()) {
            case "i" -> ScalarFunction.Volatility.IMMUTABLE;
            case "s" -> ScalarFunction.Volatility.STABLE;
            default -> ScalarFunction.Volatility.VOLATILE;
        };
    }

    /** Returns the function as calls of it are bound; its name is the one with the schema. */
    public ScalarFunction scalar(ScalarFunction.Body body) {
        return scalar(inputTypes(), body);
    }

    /** Returns the procedure as the arguments of a CALL are bound for it: with all parameters. */
    public ScalarFunction called(ScalarFunction.Body body) {
        return scalar(callTypes(), body);
    }

    private ScalarFunction scalar(List<SqlType> arguments, ScalarFunction.Body body) {
        List<Object> defaults = new ArrayList<>();
        inputs().forEach(each -> each.value().ifPresent(defaults::add));
        return new ScalarFunction(
                oid(),
                qualifiedName(),
                arguments,
                result.ofValues(),
                isStrict(),
                volatility(),
                isVariadic(),
                body,
                defaults);
    }
}
