package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.Resolution;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Finds the types that the polymorphic parameters of a function stand for in a call. */
final class PolymorphicTypes {
    private static final SqlType UNKNOWN = BuiltInType.UNKNOWN.type();

    private final BindContext context;
    private final Coercion coercion;

    PolymorphicTypes(BindContext context, Coercion coercion) {
        this.context = context;
        this.coercion = coercion;
    }

    /**
     * Returns the types that the polymorphic parameters of a user's function stand for.
     *
     * @param signature the types that the arguments are wanted to have
     * @throws SqlException 42804 if nothing says which
     */
    Polymorphism resolved(List<SqlType> signature, List<Expression> arguments, int position) {
        return new Polymorphism(exact(signature, arguments), compatible(signature, arguments, position));
    }

    /** The type of all arguments for {@code anyelement} and its like; unknown if there are no such parameters. */
    private SqlType exact(List<SqlType> signature, List<Expression> arguments) {
        boolean wanted = false;
        for (int i = 0; i < signature.size(); i++) {
            if (Polymorphism.is(signature.get(i)) && !Polymorphism.isCompatible(signature.get(i))) {
                SqlType given = arguments.get(i).type();
                if (!given.is(BuiltInType.UNKNOWN)) {
                    return Resolution.elementFor(signature.get(i), given)
                            .declared()
                            .withModifier(SqlType.NO_MODIFIER);
                }
                wanted = true;
            }
        }
        if (wanted) {
            throw undetermined(context);
        }
        return UNKNOWN;
    }

    /** The type that all arguments for {@code anycompatible} and its like convert to; text if none is known. */
    private SqlType compatible(List<SqlType> signature, List<Expression> arguments, int position) {
        boolean wanted = false;
        List<Expression> examples = new ArrayList<>();
        for (int i = 0; i < signature.size(); i++) {
            if (Polymorphism.isCompatible(signature.get(i))) {
                wanted = true;
                SqlType given = arguments.get(i).type();
                if (!given.is(BuiltInType.UNKNOWN)) {
                    examples.add(new Expression.Constant(Resolution.elementFor(signature.get(i), given), null));
                }
            }
        }
        if (!wanted) {
            return UNKNOWN;
        }
        return examples.isEmpty()
                ? BuiltInType.TEXT.type()
                : coercion.common(examples, "arguments", position).declared().withModifier(SqlType.NO_MODIFIER);
    }

    /**
     * Returns the type that the polymorphic parameters of a function that is built in stand for, as elements; unknown if there are none.
     *
     * @param signature the types that the arguments are wanted to have
     * @throws SqlException 42804 if nothing says which
     */
    SqlType element(List<SqlType> signature, List<Expression> arguments, int position) {
        List<Expression> examples = new ArrayList<>();
        boolean polymorphic = false;
        for (int i = 0; i < arguments.size(); i++) {
            if (isPolymorphic(signature.get(i))) {
                polymorphic = true;
                SqlType given = arguments.get(i).type();
                if (!given.is(BuiltInType.UNKNOWN)) {
                    examples.add(new Expression.Constant(Resolution.elementFor(signature.get(i), given), null));
                }
            }
        }
        if (examples.isEmpty() && signature.stream().anyMatch(PolymorphicTypes::isPlainPolymorphic)) {
            throw undetermined(context);
        }
        return !polymorphic
                ? UNKNOWN
                : coercion.common(examples, "arguments", position).withModifier(SqlType.NO_MODIFIER);
    }

    /**
     * Returns the type that a declared type stands for.
     *
     * @param element what polymorphic types stand for, as elements
     * @param given the argument, or the first one for a result; null if there is none
     */
    static SqlType standsFor(SqlType declared, SqlType element, @Nullable Expression given) {
        if (!isPolymorphic(declared)) {
            return declared;
        }
        boolean array = declared.is(BuiltInType.ANYARRAY) || declared.is(BuiltInType.ANYCOMPATIBLEARRAY);
        if (!array) {
            return element;
        }
        if (given != null
                && (given.type().is(BuiltInType.INT2VECTOR) || given.type().is(BuiltInType.OIDVECTOR))) {
            return given.type();
        }
        return element.arrayOid() == 0 ? declared : new ArrayType(element);
    }

    /** The error for a literal where its type would have to be known. */
    static SqlException undetermined(BindContext context) {
        return context.error(
                ErrorCode.DATATYPE_MISMATCH, "could not determine polymorphic type because input has type unknown", -1);
    }

    /** Those that cannot stand for text if nothing but literals is given. */
    private static boolean isPlainPolymorphic(SqlType type) {
        return type.is(BuiltInType.ANYELEMENT)
                || type.is(BuiltInType.ANYARRAY)
                || type.is(BuiltInType.ANYNONARRAY)
                || type.is(BuiltInType.ANYENUM);
    }

    private static boolean isPolymorphic(SqlType type) {
        return type.builtIn().filter(BuiltInType::isPolymorphic).isPresent();
    }
}
