package org.borealisdb.expr.scalar;

import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A function, as {@code pg_proc} lists it, with its body.
 *
 * @param oid PostgreSQL's identifier
 * @param name the name
 * @param arguments the types of the arguments
 * @param result the type of the result
 * @param strict whether NULL among the arguments makes the result NULL without a call
 * @param volatility how long a result holds
 * @param variadic whether the last argument may repeat; if it is an array, its elements are what repeats
 * @param body what it does
 * @param defaults the boxed values of the last arguments where a call leaves them out
 * @param spelling how calls of it are written, which makes it no other function
 */
public record ScalarFunction(
        int oid,
        String name,
        List<SqlType> arguments,
        SqlType result,
        boolean strict,
        Volatility volatility,
        boolean variadic,
        Body body,
        List<Object> defaults,
        Spelling spelling) {
    /** How a call is written. */
    public enum Spelling {
        /** As an operator or a cast if the function is that of one, else by its name. */
        USUAL,
        /** By its name. */
        CALL,
        /** With the words that SQL has for it, such as {@code EXTRACT(year FROM x)}. */
        WORDS
    }

    /** Copies the arguments. */
    public ScalarFunction {
        arguments = List.copyOf(arguments);
        defaults = List.copyOf(defaults);
    }

    /** Returns the same function that does something else. */
    public ScalarFunction withBody(Body other) {
        return new ScalarFunction(
                oid, name, arguments, result, strict, volatility, variadic, other, defaults, spelling);
    }

    /** Returns the same function whose calls are written in another way. */
    public ScalarFunction spelled(Spelling other) {
        return new ScalarFunction(oid, name, arguments, result, strict, volatility, variadic, body, defaults, other);
    }

    /** Returns the same function by another name, which its calls are written with. */
    public ScalarFunction named(String other) {
        return new ScalarFunction(
                oid, other, arguments, result, strict, volatility, variadic, body, defaults, spelling);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScalarFunction function
                && oid == function.oid
                && (oid != 0 || name.equals(function.name))
                && arguments.equals(function.arguments)
                && result.equals(function.result)
                && strict == function.strict
                && volatility == function.volatility
                && variadic == function.variadic
                && body.equals(function.body)
                && defaults.equals(function.defaults);
    }

    @Override
    public int hashCode() {
        return Objects.hash(oid, arguments, result);
    }

    /** Makes a function whose calls are written as usual. */
    public ScalarFunction(
            int oid,
            String name,
            List<SqlType> arguments,
            SqlType result,
            boolean strict,
            Volatility volatility,
            boolean variadic,
            Body body,
            List<Object> defaults) {
        this(oid, name, arguments, result, strict, volatility, variadic, body, defaults, Spelling.USUAL);
    }

    /** Makes a function whose arguments have no defaults. */
    public ScalarFunction(
            int oid,
            String name,
            List<SqlType> arguments,
            SqlType result,
            boolean strict,
            Volatility volatility,
            boolean variadic,
            Body body) {
        this(oid, name, arguments, result, strict, volatility, variadic, body, List.of());
    }

    /** Numbers from here on are those of what users made. */
    private static final int FIRST_USER_OID = 16_384;

    /** Returns whether a user made it: then its name is one with a schema, as SQL. */
    public boolean isOfUser() {
        return Integer.compareUnsigned(oid, FIRST_USER_OID) >= 0;
    }

    /** How long the result for the same arguments holds. */
    public enum Volatility {
        /** For ever. */
        IMMUTABLE,
        /** Within a statement. */
        STABLE,
        /** Not even for the next row. */
        VOLATILE
    }

    /** What a function does; the primitive shapes are for what is called for every row. They are strict. */
    public sealed interface Body {}

    /** Long to long. */
    public record LongUnary(LongUnaryOperator operator) implements Body {}

    /** Two longs to a long; comparisons answer 0 or 1. */
    public record LongBinary(LongBinaryOperator operator) implements Body {}

    /** Double to double. */
    public record DoubleUnary(DoubleUnaryOperator operator) implements Body {}

    /** Two doubles to a double. */
    public record DoubleBinary(DoubleBinaryOperator operator) implements Body {}

    /** A test of the order of two doubles, whose result is a boolean. */
    public record DoubleComparison(OrderTest test) implements Body {}

    /** A test of the order of two values of the arguments' type, whose result is a boolean. */
    public record ObjectComparison(OrderTest test) implements Body {}

    /** Two values of kind OBJECT to a third. */
    public record ObjectBinary(BinaryOperator<Object> operator) implements Body {}

    /** Anything else, over boxed values. */
    public record General(Boxed function) implements Body {}

    /** Anything else, over boxed values whose types matter: those of arguments declared as any type. */
    public record GeneralTyped(Typed function) implements Body {}

    /** What a comparison asks of an order: negative, zero, or positive. */
    @FunctionalInterface
    public interface OrderTest {
        /** Returns whether the order fits. */
        boolean test(int order);
    }

    /** A body over boxed values of known types. */
    @FunctionalInterface
    public interface Typed {
        /** Returns the boxed result, {@code null} for NULL. */
        @Nullable
        Object call(List<SqlType> types, EvaluationContext context, @Nullable Object[] arguments);
    }

    /** A body over boxed values. */
    @FunctionalInterface
    public interface Boxed {
        /** Returns the boxed result, {@code null} for NULL. */
        @Nullable
        Object call(EvaluationContext context, @Nullable Object[] arguments);
    }
}
