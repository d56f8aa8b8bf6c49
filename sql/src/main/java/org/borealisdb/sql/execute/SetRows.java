package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;
import org.jspecify.annotations.Nullable;

/** Rows with the values of sets beside them; sets that are shorter than others go on with NULL. Belongs to one task. */
final class SetRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final List<SetCall> calls;
    private final int width;
    private final List<Iterator<@Nullable Object>> sets = new ArrayList<>();
    private final @Nullable Object[] values;
    private final Row row = new Row();
    private long number;

    private SetRows(Execution execution, RowIterator input, List<SetCall> calls, int width, boolean ordinality) {
        this.execution = execution;
        this.input = input;
        this.calls = calls;
        this.width = width;
        this.values = new Object[calls.size() + (ordinality ? 1 : 0)];
    }

    /** Returns the values of sets as rows. */
    static RowIterator scan(Execution execution, Plan.SetScan plan) {
        return new SetRows(execution, new OneRow(), plan.calls(), 0, plan.ordinality());
    }

    /** Returns the rows of an input with sets beside them. */
    static RowIterator beside(Execution execution, RowIterator input, Plan.ProjectSet plan) {
        return new SetRows(execution, input, plan.calls(), plan.input().types().size(), false);
    }

    @Override
    public boolean next() {
        while (true) {
            execution.step();
            boolean more = false;
            for (int i = 0; i < sets.size(); i++) {
                boolean has = sets.get(i).hasNext();
                values[i] = has ? sets.get(i).next() : null;
                more |= has;
            }
            if (more) {
                if (values.length > sets.size()) {
                    values[sets.size()] = ++number;
                }
                return true;
            }
            if (!input.next()) {
                return false;
            }
            open();
        }
    }

    private void open() {
        sets.clear();
        for (SetCall call : calls) {
            @Nullable Object[] arguments = new Object[call.arguments().size()];
            for (int i = 0; i < arguments.length; i++) {
                Expression argument = call.arguments().get(i);
                arguments[i] = EvaluatorCompiler.box(
                        execution.compile(argument), argument.type(), execution.frame(input.row()));
            }
            sets.add(call.open(arguments, execution.world()));
        }
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public void close() {
        input.close();
        sets.clear();
    }

    /** The single row without columns. */
    private static final class OneRow implements RowIterator {
        private boolean read;

        @Override
        public boolean next() {
            boolean first = !read;
            read = true;
            return first;
        }

        @Override
        public RowSource row() {
            return BoxedRow.empty();
        }
    }

    /** The input's row with the sets' values behind it. */
    private final class Row implements RowSource {
        private RowSource of(int column) {
            return column < width ? input.row() : BoxedRow.of(values);
        }

        private int place(int column) {
            return column < width ? column : column - width;
        }

        @Override
        public boolean isNull(int column) {
            return column < width ? input.row().isNull(column) : values[column - width] == null;
        }

        @Override
        public long longAt(int column) {
            return of(column).longAt(place(column));
        }

        @Override
        public double doubleAt(int column) {
            return of(column).doubleAt(place(column));
        }

        @Override
        public Object objectAt(int column) {
            return of(column).objectAt(place(column));
        }
    }
}
