package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/** Checks the rules of a domain. Belongs to one task, as the evaluators that it is made of. */
final class DomainEvaluator {
    private final DomainRules rules;
    private final boolean elements;
    private final List<Evaluator> conditions;

    /**
     * Makes a check.
     *
     * @param elements whether values are arrays whose elements are of the domain
     */
    DomainEvaluator(DomainRules rules, boolean elements) {
        this.rules = rules;
        this.elements = elements;
        this.conditions = rules.checks().stream()
                .map(check -> EvaluatorCompiler.compile(check.condition()))
                .toList();
    }

    /**
     * Returns the value.
     *
     * @throws SqlException 23502 or 23514 if it is against a rule
     */
    @Nullable
    Object checked(Frame frame, @Nullable Object value) {
        if (!elements) {
            check(frame, value);
        } else if (value instanceof ArrayValue array) {
            for (@Nullable Object element : array.elements()) {
                check(frame, element);
            }
        }
        return value;
    }

    private void check(Frame frame, @Nullable Object value) {
        if (value == null && rules.notNull()) {
            throw rules.type()
                    .in(new SqlException(
                            ErrorCode.NOT_NULL_VIOLATION, "domain " + rules.domain() + " does not allow null values"));
        }
        if (conditions.isEmpty()) {
            return;
        }
        Frame own = new Frame(frame.context()).setRow(BoxedRow.of(value));
        for (int i = 0; i < conditions.size(); i++) {
            boolean holds = conditions.get(i).evaluateLong(own) != 0 || own.isNull;
            if (!holds) {
                throw rules.type()
                        .in(new SqlException(
                                ErrorCode.CHECK_VIOLATION,
                                "value for domain " + rules.domain() + " violates check constraint \""
                                        + rules.checks().get(i).name() + "\""))
                        .with(
                                SqlException.Field.CONSTRAINT,
                                rules.checks().get(i).name());
            }
        }
    }
}
