package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.ast.LiteralSite;
import org.borealisdb.sql.ast.SyntaxExpression.LiteralKind;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.LiftableStrings;
import org.borealisdb.sql.parse.postgres.StatementShape;
import org.jspecify.annotations.Nullable;

/**
 * The numbers and strings of a statement that become its parameters, so that its plan serves for all texts of the same shape.
 *
 * @param sites the nodes of the literals, by their places among those of the shape; several or none for one place
 * @param strings whether some of them are strings
 */
record LiftedLiterals(List<List<LiteralSite>> sites, boolean strings) {
    /** Nothing is lifted. */
    static final LiftedLiterals NONE = new LiftedLiterals(List.of(), false);

    private static final SqlType NUMBER = BuiltInType.INT4.type();

    /** Copies the sites. */
    LiftedLiterals {
        sites = List.copyOf(sites);
    }

    /** Finds the shape's literals in the tree. */
    static LiftedLiterals of(StatementShape shape, List<LiteralSite> literals) {
        List<List<LiteralSite>> sites = new ArrayList<>();
        boolean strings = false;
        for (int i = 0; i < shape.count(); i++) {
            int offset = shape.offset(i);
            sites.add(literals.stream().filter(site -> site.offset() == offset).toList());
            strings |= shape.isString(i);
        }
        return new LiftedLiterals(sites, strings);
    }

    /** Lifts them for one binding. */
    void lift(BindContext context) {
        for (int parameter = 0; parameter < sites.size(); parameter++) {
            for (LiteralSite site : sites.get(parameter)) {
                if (isString(site)) {
                    context.strings().offer(site.literal(), parameter);
                } else {
                    context.lifted().add(site.literal(), parameter, NUMBER);
                }
            }
        }
    }

    /** Lifts those of another binding of the same statement, and no others: the values of the others are what it is run for. */
    void liftAgain(BindContext context, BitSet before) {
        for (int parameter = 0; parameter < sites.size(); parameter++) {
            if (before.get(parameter)) {
                for (LiteralSite site : sites.get(parameter)) {
                    context.lifted()
                            .add(site.literal(), parameter, isString(site) ? context.parameterAt(parameter) : NUMBER);
                }
            }
        }
        context.lifted().keepRegardless();
    }

    private static boolean isString(LiteralSite site) {
        return site.literal().kind() == LiteralKind.STRING;
    }

    /**
     * Returns the values that a text has for the parameters of a plan; null if a string cannot be read as what the plan takes it for, so that the text must be planned as it stands.
     *
     * @param types of the parameters
     * @param input reads strings as the session does now
     */
    @Nullable
    RowSource values(StatementShape shape, List<SqlType> types, Supplier<TextInput> input) {
        return strings ? mixed(shape, types, input.get()) : numbers(shape);
    }

    private RowSource numbers(StatementShape shape) {
        long[] values = new long[sites.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(shape, i);
        }
        return new Values(values);
    }

    private long number(StatementShape shape, int place) {
        List<LiteralSite> nodes = sites.get(place);
        boolean negated = !nodes.isEmpty() && nodes.getFirst().negated();
        return negated ? -shape.value(place) : shape.value(place);
    }

    private @Nullable RowSource mixed(StatementShape shape, List<SqlType> types, TextInput input) {
        @Nullable Object[] values = new @Nullable Object[sites.size()];
        for (int i = 0; i < values.length; i++) {
            if (!shape.isString(i)) {
                values[i] = number(shape, i);
            } else if (i < types.size()) {
                String text = shape.string(i);
                if (!LiftableStrings.isPlain(text, types.get(i))) {
                    return null;
                }
                try {
                    values[i] = input.parse(types.get(i), text);
                } catch (SqlException invalid) {
                    return null;
                }
            }
        }
        return BoxedRow.over(values);
    }

    private static final class Values implements RowSource {
        private final long[] values;

        Values(long[] values) {
            this.values = values;
        }

        @Override
        public boolean isNull(int column) {
            return false;
        }

        @Override
        public long longAt(int column) {
            return values[column];
        }

        @Override
        public double doubleAt(int column) {
            throw new IllegalStateException("a lifted number is an integer");
        }

        @Override
        public Object objectAt(int column) {
            throw new IllegalStateException("a lifted number is an integer");
        }
    }
}
