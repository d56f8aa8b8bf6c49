package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;

/** What a subquery reads of the rows around it: each value has a slot among the statement's parameters. */
final class SubqueryBoundary {
    final Scope around;
    final List<Expression> arguments = new ArrayList<>();
    final List<Integer> slots = new ArrayList<>();

    SubqueryBoundary(Scope around) {
        this.around = around;
    }

    Optional<Expression> find(BindContext context, List<String> names, int position) {
        return around.find(context, names, position).map(value -> {
            int known = arguments.indexOf(value);
            if (known < 0) {
                known = arguments.size();
                arguments.add(value);
                context.notePosition(value, position);
                slots.add(context.newSlot());
            }
            return new Expression.Parameter(slots.get(known), value.type());
        });
    }
}
