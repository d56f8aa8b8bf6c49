package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.LiteralSite;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.parse.postgres.StatementShape;

/**
 * The numbers of a statement that become its parameters, so that its plan serves for all texts of the same shape.
 *
 * @param sites the nodes of the numbers, by their places among the shape's numbers; several or none for one place
 */
record LiftedNumbers(List<List<LiteralSite>> sites) {
    /** Nothing is lifted. */
    static final LiftedNumbers NONE = new LiftedNumbers(List.of());

    static final SqlType TYPE = BuiltInType.INT4.type();

    /** Copies the sites. */
    LiftedNumbers {
        sites = List.copyOf(sites);
    }

    /** Finds the shape's numbers in the tree. */
    static LiftedNumbers of(StatementShape shape, List<LiteralSite> numbers) {
        List<List<LiteralSite>> sites = new ArrayList<>();
        for (int i = 0; i < shape.count(); i++) {
            int offset = shape.offset(i);
            sites.add(numbers.stream().filter(site -> site.offset() == offset).toList());
        }
        return new LiftedNumbers(sites);
    }

    /** Lifts them for one binding. */
    void lift(BindContext context) {
        for (int parameter = 0; parameter < sites.size(); parameter++) {
            for (LiteralSite site : sites.get(parameter)) {
                context.lift(site.literal(), parameter, TYPE);
            }
        }
    }

    /** Lifts those of another binding of the same statement, and no others: the values of the others are what it is run for. */
    void liftAgain(BindContext context, BitSet before) {
        for (int parameter = 0; parameter < sites.size(); parameter++) {
            if (before.get(parameter)) {
                for (LiteralSite site : sites.get(parameter)) {
                    context.lift(site.literal(), parameter, TYPE);
                }
            }
        }
        context.liftRegardless();
    }

    /** The values that a text has for the parameters. */
    RowSource values(StatementShape shape) {
        long[] values = new long[sites.size()];
        for (int i = 0; i < values.length; i++) {
            boolean negated = !sites.get(i).isEmpty() && sites.get(i).getFirst().negated();
            values[i] = negated ? -shape.value(i) : shape.value(i);
        }
        return new Values(values);
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
