package org.borealisdb.sql.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the subqueries of expressions, within the execution under way. */
public interface SubqueryRunner {
    /** What is asked of a subquery. */
    enum Question {
        /** Its only value. */
        VALUE,
        /** Whether it has rows. */
        EXISTS,
        /** All values of its only column. */
        ARRAY
    }

    /**
     * Answers a question.
     *
     * @param key tells subqueries of a plan apart, so that one that reads nothing of the rows around it runs once
     * @param slots where it reads {@code arguments}, which begin at {@code from}
     * @return boxed; an ArrayValue for {@link Question#ARRAY}
     */
    @Nullable
    Object run(Object key, Plan plan, Question question, List<Integer> slots, @Nullable Object[] arguments);
}
