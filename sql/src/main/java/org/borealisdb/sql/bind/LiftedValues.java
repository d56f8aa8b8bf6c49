package org.borealisdb.sql.bind;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Literals of a statement that are the values of parameters, so that its plan serves for other values, too. Belongs to one binding. */
public final class LiftedValues {
    private final BindContext context;
    /** By identity: a default's or a check's own literals are others, wherever they stand in their texts. */
    private final IdentityHashMap<SyntaxExpression.Literal, Integer> lifted = new IdentityHashMap<>();

    private final BitSet used = new BitSet();
    private boolean regardless;

    LiftedValues(BindContext context) {
        this.context = context;
    }

    /** Says that a literal is the value of a parameter. */
    public void add(SyntaxExpression.Literal literal, int parameter, SqlType type) {
        lifted.put(literal, parameter);
        context.setParameter(parameter, type);
    }

    /** Says that all that is lifted stays so, whatever indexes could make of the values. */
    public void keepRegardless() {
        regardless = true;
    }

    /** Returns whether any literal may be the value of a parameter. */
    boolean isAny() {
        return !lifted.isEmpty() || context.strings().isOffered();
    }

    /** Returns the parameter that a literal is the value of; from now on the plan does not depend on the value. */
    Optional<Integer> parameter(SyntaxExpression.Literal literal) {
        Integer parameter = lifted.get(literal);
        if (parameter == null || (!regardless && context.needsValues())) {
            return Optional.empty();
        }
        used.set(parameter);
        return Optional.of(parameter);
    }

    /** Returns the parameters that literals became; for the other literals' values the plan was made. */
    public BitSet parameters() {
        BitSet parameters = (BitSet) used.clone();
        context.strings().addLifted(parameters);
        return parameters;
    }
}
