package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Converts expressions to types: literals and parameters get their types, others casts. */
final class Coercion {
    private final BindContext context;

    Coercion(BindContext context) {
        this.context = context;
    }

    /** Returns an expression as a type with its modifier; empty if there is no way in this context. */
    Optional<Expression> tryTo(Expression value, SqlType target, Context use, int position) {
        if (target.isInDomain()) {
            return tryTo(value, target.declared(), use, position);
        }
        SqlType physical = target.physical();
        boolean explicit = use == Context.EXPLICIT;
        if (!physical.equals(target)) {
            return value.type().isDeclaredAs(target)
                    ? Optional.of(value)
                    : tryTo(value, physical, use, position).map(converted -> inDomain(converted, target, explicit));
        }
        if (hasFields(target) && !value.type().sameTypeAs(target)) {
            return plain(value, target, use, position).map(converted -> inDomain(converted, target, false));
        }
        boolean loses = explicit
                && target.modifier() == SqlType.NO_MODIFIER
                && value.type().modifier() >= 0;
        if (use != Context.ASSIGNMENT
                && value.type().sameTypeAs(target)
                && (loses || !value.type().isDeclaredAs(target))) {
            SqlType plain = value.type().physical();
            SqlType type = explicit ? plain.withModifier(SqlType.NO_MODIFIER) : plain;
            return tryTo(new Expression.Relabel(value, type), target, use, position);
        }
        return plain(value, target, use, position)
                .map(converted -> target.modifier() >= 0 && converted.type().modifier() != target.modifier()
                        ? new Expression.Fit(converted, target, use == Context.EXPLICIT)
                        : converted)
                .map(converted -> collated(value, converted, target));
    }

    /** A value that is converted keeps its collation, unless the type that it gets has one. */
    private static Expression collated(Expression value, Expression converted, SqlType target) {
        if (!target.collation().isDefault()) {
            return CollationBinder.with(converted, target.collation());
        }
        return value.type().collation().isDefault()
                ? converted
                : CollationBinder.with(converted, value.type().collation());
    }

    private static boolean hasFields(SqlType type) {
        return (type instanceof ArrayType array ? array.element() : type) instanceof CompositeType;
    }

    /**
     * Returns a value that has to be by the rules of a domain, or its elements.
     *
     * @param known whether it is to be known of the value, too, if there are no rules
     */
    Expression inDomain(Expression value, SqlType domain, boolean known) {
        boolean elements = domain instanceof ArrayType;
        SqlType type = domain instanceof ArrayType array ? array.element() : domain;
        return context.types()
                .rules(type)
                .filter(rules -> known || !rules.isEmpty())
                .<Expression>map(rules -> new Expression.InDomain(value, domain, rules, elements))
                .orElse(value);
    }

    /** Returns a row that has to be by the rules of its fields, and of the domain that its type is declared as. */
    Expression ruled(Expression row, CompositeType type) {
        Expression fields = inDomain(row, type.withoutDomain(), false);
        return type.isInDomain() ? inDomain(fields, type.declared(), true) : fields;
    }

    /** Returns the only column of a row, which is a row of a type, by its rules. */
    Expression ruledRow(CompositeType type) {
        return ruled(new Expression.ColumnReference(0, type.withoutDomain()), type);
    }

    /** Returns an expression as a type, or fails as a cast does. */
    Expression cast(Expression value, SqlType target, Context use, int position) {
        return tryTo(value, target, use, position)
                .orElseThrow(() -> context.error(
                        ErrorCode.CANNOT_COERCE,
                        "cannot cast type " + value.type().nameWithoutModifier() + " to "
                                + target.nameWithoutModifier(),
                        position));
    }

    /** Returns the type of arrays of a type. */
    ArrayType arrayOf(SqlType element, int position) {
        if (element.arrayOid() == 0) {
            throw context.error(
                    ErrorCode.UNDEFINED_OBJECT,
                    "could not find array type for data type " + element.nameWithoutModifier(),
                    position);
        }
        return new ArrayType(element);
    }

    /** Returns an unknown literal as text, and everything else as it is. */
    Expression known(Expression value) {
        return value.type().is(BuiltInType.UNKNOWN)
                ? cast(value, BuiltInType.TEXT.type(), Context.IMPLICIT, -1)
                : value;
    }

    private Optional<Expression> plain(Expression value, SqlType target, Context use, int position) {
        SqlType source = value.type();
        if (source.is(BuiltInType.UNKNOWN) && !target.is(BuiltInType.UNKNOWN)) {
            Optional<Expression> known = unknown(value, target, position);
            if (known.isPresent()) {
                return known;
            }
        }
        if (source.sameTypeAs(target)) {
            return Optional.of(value);
        }
        Optional<CastTable.Cast> cast = context.casts().find(source, target);
        if (source instanceof CompositeType row && cast.isEmpty()) {
            if (target.is(BuiltInType.RECORD)) {
                return Optional.of(value);
            }
            if (row.isRowOf(target)) {
                return Optional.of(new Expression.Relabel(value, target));
            }
            if (target instanceof CompositeType wanted) {
                return row.isNamed() ? Optional.empty() : toNamed(value, row, wanted, use, position);
            }
        }
        if (cast.isPresent()) {
            return cast.filter(found -> found.context().allowedIn(use))
                    .map(found -> apply(found, value, target, use == Context.EXPLICIT));
        }
        boolean toString = target.category() == TypeCategory.STRING && use != Context.IMPLICIT;
        boolean fromString = source.category() == TypeCategory.STRING && use == Context.EXPLICIT;
        if (source instanceof ArrayType from && target instanceof ArrayType to) {
            return plain(new Expression.ColumnReference(0, from.element()), to.element(), use, position)
                    .map(element ->
                            new Expression.ConvertElements(value, element, target.withModifier(SqlType.NO_MODIFIER)));
        }
        if (toString || fromString || source.is(BuiltInType.UNKNOWN)) {
            return Optional.of(new Expression.ConvertByText(value, target.withModifier(SqlType.NO_MODIFIER)));
        }
        Optional<BuiltInType> element = elementOfVector(source);
        if (element.isEmpty() || !(target instanceof ArrayType array)) {
            return Optional.empty();
        }
        Expression plain = new Expression.Relabel(value, element.get().array());
        return array.element().is(element.get()) ? Optional.of(plain) : plain(plain, target, use, position);
    }

    /** Returns the type of the elements of a type whose values are arrays of one dimension, while it is no array type. */
    static Optional<BuiltInType> elementOfVector(SqlType type) {
        return type.is(BuiltInType.OIDVECTOR)
                ? Optional.of(BuiltInType.OID)
                : type.is(BuiltInType.INT2VECTOR) ? Optional.of(BuiltInType.INT2) : Optional.empty();
    }

    /** Makes a row without a name one of a type, field by field. */
    private Optional<Expression> toNamed(
            Expression value, CompositeType row, CompositeType wanted, Context use, int position) {
        List<Expression> fields = new ArrayList<>();
        for (int place = 0; place < wanted.fields().size(); place++) {
            if (place >= row.fields().size()) {
                throw mismatch(wanted, "Input has too few columns.", position);
            }
            SqlType type = wanted.fields().get(place).type();
            Expression field = value instanceof Expression.RowOf made
                    ? made.fields().get(place)
                    : new Expression.Field(value, place, row.fields().get(place).type());
            int number = place + 1;
            fields.add(tryTo(field, type, use, position)
                    .orElseThrow(() -> mismatch(
                            wanted,
                            "Cannot cast type " + field.type().nameWithoutModifier() + " to "
                                    + type.nameWithoutModifier() + " in column " + number + ".",
                            position)));
        }
        if (row.fields().size() > fields.size()) {
            throw mismatch(wanted, "Input has too many columns.", position);
        }
        Expression made = new Expression.RowOf(fields, wanted);
        return Optional.of(
                value instanceof Expression.RowOf
                        ? made
                        : new Expression.Case(
                                List.of(new Expression.When(
                                        new Expression.IsNull(value, false), new Expression.Constant(wanted, null))),
                                made,
                                wanted));
    }

    private SqlException mismatch(CompositeType wanted, String detail, int position) {
        return context.error(ErrorCode.CANNOT_COERCE, "cannot cast type record to " + wanted.displayName(), position)
                .withDetail(detail);
    }

    private Optional<Expression> unknown(Expression value, SqlType target, int position) {
        SqlType plainTarget = target.withModifier(SqlType.NO_MODIFIER);
        if (value instanceof Expression.Parameter parameter && parameter.index() < BindContext.FIRST_SLOT) {
            context.inferParameter(parameter.index(), plainTarget, position);
            return Optional.of(new Expression.Parameter(parameter.index(), plainTarget));
        }
        if (!(value instanceof Expression.Constant constant)) {
            return Optional.empty();
        }
        if (constant.value() == null) {
            return Optional.of(new Expression.Constant(plainTarget, null));
        }
        if (target.builtIn().filter(BuiltInType::isRegistered).isPresent()) {
            return Optional.of(registered(constant, target, context.positionOf(value, position)));
        }
        SqlType read = target.is(BuiltInType.INTERVAL) ? target : plainTarget;
        try {
            Object parsed = context.session().textInput().parse(read, (String) constant.value());
            Expression.Constant typed = new Expression.Constant(
                    read, read.modifier() >= 0 ? TypeModifiers.fit(read, parsed, true) : parsed);
            context.strings().typed(constant, typed);
            return Optional.of(typed);
        } catch (SqlException invalid) {
            throw context.at(invalid, context.positionOf(value, position));
        }
    }

    private Expression registered(Expression.Constant constant, SqlType target, int position) {
        String name = String.valueOf(constant.value());
        if (target.is(BuiltInType.REGCLASS)) {
            // The usual one, in every nextval('name'): without reading the whole catalog.
            Optional<CatalogObject> known =
                    QualifiedName.parseIdentifiers(name).flatMap(parts -> context.relation(parts, position));
            if (known.isPresent()) {
                return new Expression.Constant(target, known.get().id());
            }
        }
        try {
            return new Expression.Constant(target, context.session().textInput().parse(target, name));
        } catch (SqlException unknown) {
            throw context.at(unknown.withoutPosition(), position);
        }
    }

    private Expression apply(CastTable.Cast cast, Expression value, SqlType target, boolean explicit) {
        context.collector().ifPresent(names -> names.cast(cast));
        SqlType plainTarget = target.withModifier(SqlType.NO_MODIFIER);
        return switch (cast.function()) {
            case 0 -> new Expression.Relabel(value, plainTarget);
            case -1, CastTable.NAME_TO_REGCLASS -> new Expression.ConvertByText(value, plainTarget);
            default -> {
                Optional<ScalarFunction> builtIn = FunctionCatalog.builtIn().withOid(cast.function());
                if (builtIn.isEmpty() || builtIn.get().arguments().size() > 2) {
                    yield byFunction(cast, value, target, explicit);
                }
                ScalarFunction function = builtIn.get();
                yield function.arguments().size() == 1
                        ? new Expression.Call(function, List.of(value), plainTarget)
                        : new Expression.Call(function, List.of(value, modifier(target)), target);
            }
        };
    }

    /** Calls the function of a cast that a user made: with the modifier of the type, and whether the cast is written, if it asks for them. */
    private Expression byFunction(CastTable.Cast cast, Expression value, SqlType target, boolean explicit) {
        CallBinder calls = new CallBinder(context, this);
        List<Expression> arguments = new ArrayList<>(List.of(value));
        int count = calls.argumentsOf(cast.function());
        if (count > 1) {
            arguments.add(modifier(target));
        }
        if (count > 2) {
            arguments.add(new Expression.Constant(BuiltInType.BOOL.type(), explicit));
        }
        Expression call = calls.castBy(cast.function(), arguments);
        // One that is told the modifier has gone by it.
        SqlType type = count > 1 ? target : target.withModifier(SqlType.NO_MODIFIER);
        return call.type().equals(type) ? call : new Expression.Relabel(call, type);
    }

    private static Expression modifier(SqlType type) {
        return new Expression.Constant(BuiltInType.INT4.type(), (long) type.modifier());
    }

    /** Returns the type that alternatives (CASE, UNION, IN, VALUES) have in common (manual 10.5). */
    SqlType common(List<Expression> values, String construct, IntUnaryOperator positions) {
        SqlType chosen = BuiltInType.UNKNOWN.type();
        for (int i = 0; i < values.size(); i++) {
            SqlType type = values.get(i).type();
            SqlType before = chosen;
            int place = i;
            chosen = wider(chosen, type)
                    .orElseThrow(() -> context.error(
                            ErrorCode.DATATYPE_MISMATCH,
                            construct + " types "
                                    + before.withoutDomain().nameWithoutModifier() + " and "
                                    + type.withoutDomain().nameWithoutModifier() + " cannot be matched",
                            positions.applyAsInt(place)));
        }
        return collated(fitted(chosen, values), values, positions);
    }

    private SqlType collated(SqlType type, List<Expression> values, IntUnaryOperator positions) {
        boolean plain =
                values.stream().allMatch(value -> value.type().collation().isDefault());
        return plain || !type.isCollatable()
                ? type
                : type.withCollation(new CollationBinder(context).common(values, positions));
    }

    /** Returns the type that alternatives which stand at one place have in common. */
    SqlType common(List<Expression> values, String construct, int position) {
        return common(values, construct, place -> position);
    }

    /** Returns where each of some expressions begins. */
    static IntUnaryOperator beginnings(List<SyntaxExpression> expressions) {
        return place -> expressions.get(place).leftmost();
    }

    /** Returns the type that values have in common, if there is one. */
    Optional<SqlType> commonType(List<Expression> values) {
        Optional<SqlType> chosen = Optional.of(BuiltInType.UNKNOWN.type());
        for (Expression value : values) {
            chosen = chosen.flatMap(type -> wider(type, value.type()));
        }
        return chosen.map(type -> collated(fitted(type, values), values, place -> -1));
    }

    private static SqlType fitted(SqlType chosen, List<Expression> values) {
        SqlType found = chosen.is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : chosen;
        boolean sameModifier = values.stream()
                .map(Expression::type)
                .allMatch(type -> type.sameTypeAs(found) && type.modifier() == found.modifier());
        boolean sameDomain = values.stream().allMatch(value -> value.type().isDeclaredAs(found));
        SqlType type = sameDomain ? found : found.withoutDomain();
        return sameModifier ? type : type.withModifier(SqlType.NO_MODIFIER);
    }

    /** Returns values as the type that they have in common, which some of its category may have no way to. */
    List<Expression> allTo(List<Expression> values, SqlType type, String construct, IntUnaryOperator positions) {
        List<Expression> converted = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            converted.add(toCommon(values.get(i), type, construct, positions.applyAsInt(i)));
        }
        return converted;
    }

    /** Returns a value as the type that it and others have in common. */
    Expression toCommon(Expression value, SqlType type, String construct, int position) {
        return tryTo(value, type, Context.IMPLICIT, position)
                .orElseThrow(() -> context.error(
                        ErrorCode.CANNOT_COERCE,
                        construct + " could not convert type " + value.type().nameWithoutModifier() + " to "
                                + type.nameWithoutModifier(),
                        position));
    }

    private Optional<SqlType> wider(SqlType chosen, SqlType type) {
        if (type.is(BuiltInType.UNKNOWN) || type.sameTypeAs(chosen)) {
            return Optional.of(chosen);
        }
        if (chosen.is(BuiltInType.UNKNOWN)) {
            return Optional.of(type);
        }
        if (type.category() != chosen.category()) {
            return Optional.empty();
        }
        CastTable casts = context.casts();
        boolean toType = casts.canCoerce(chosen, type, Context.IMPLICIT);
        boolean widens = !chosen.isPreferred() && toType && !casts.canCoerce(type, chosen, Context.IMPLICIT);
        return Optional.of(widens ? type : chosen);
    }
}
