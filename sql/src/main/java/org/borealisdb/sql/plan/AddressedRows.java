package org.borealisdb.sql.plan;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.TupleId;
import org.borealisdb.sql.catalog.RowAddress;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** What a call does that stands for the rows of a table at some addresses: answers their primary keys as bytes, in order and each once. Its arguments are addresses, or arrays of such. */
public record AddressedRows(RowAddress addresses) implements ScalarFunction.Boxed {
    private static final SqlType KEYS = BuiltInType.BYTEA.array();

    /** Returns how the rows are read that one of a condition's parts says the addresses of, if there is such a part. */
    static Optional<Access> access(TableDefinition table, List<Expression> parts) {
        return condition(table, parts).map(part -> call(table, values(part, SystemColumn.firstPlace(table))));
    }

    /** Returns the part of a condition that says the addresses of rows, if there is one. */
    static Optional<Expression> condition(TableDefinition table, List<Expression> parts) {
        if (!SystemColumn.areIn(table)) {
            return Optional.empty();
        }
        int place = SystemColumn.firstPlace(table);
        return parts.stream().filter(part -> !values(part, place).isEmpty()).findFirst();
    }

    private static Access call(TableDefinition table, List<Expression> addresses) {
        ScalarFunction function = new ScalarFunction(
                0,
                "rows_at",
                addresses.stream().map(Expression::type).toList(),
                KEYS,
                false,
                Volatility.STABLE,
                false,
                new ScalarFunction.General(new AddressedRows(RowAddress.of(table))));
        return Access.ofRow(new Expression.Call(function, addresses, KEYS));
    }

    /** The values one of which an address must equal; none if the condition is about something else. */
    private static List<Expression> values(Expression part, int place) {
        return switch (part) {
            case Expression.Call call
            when AccessRules.sign(call).equals("=") && call.arguments().size() == 2 -> {
                Expression left = call.arguments().get(0);
                Expression right = call.arguments().get(1);
                yield isAddress(left, place)
                        ? known(List.of(right))
                        : isAddress(right, place) ? known(List.of(left)) : List.of();
            }
            case Expression.Quantified in
            when !in.all() && isEquality(in.operator()) && isAddress(in.operand(), place) -> known(in.elements());
            case Expression.QuantifiedArray in
            when !in.all() && isEquality(in.operator()) && isAddress(in.operand(), place) -> known(List.of(in.array()));
            default -> List.of();
        };
    }

    private static boolean isEquality(ScalarFunction operator) {
        return operator.name().equals("tideq");
    }

    private static boolean isAddress(Expression expression, int place) {
        return expression instanceof Expression.ColumnReference column && column.column() == place;
    }

    private static List<Expression> known(List<Expression> values) {
        boolean known =
                values.stream().allMatch(value -> Expressions.readsOnly(value, 0, 0) && Expressions.isStable(value));
        return known ? values : List.of();
    }

    @Override
    public Object call(EvaluationContext context, @Nullable Object[] arguments) {
        NavigableSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        for (Object argument : arguments) {
            collect(argument, keys);
        }
        return ArrayValue.of(BuiltInType.BYTEA.type(), List.copyOf(keys));
    }

    private void collect(@Nullable Object argument, NavigableSet<byte[]> keys) {
        if (argument instanceof TupleId address) {
            addresses.key(address).ifPresent(keys::add);
        } else if (argument instanceof ArrayValue array) {
            array.elements().forEach(element -> collect(element, keys));
        }
    }
}
