package org.borealisdb.sql.bind;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * The strings of a statement whose values its plan need not depend on: those that are assigned to columns, and those that a column with a unique index of its own is compared with. Whatever else a string
 * is used for, the plan is made for its value: a pattern, a format, a name, a value that is frequent or rare.
 *
 * <p>A string is bound as the literal that it is, so that all rules for literals of unknown type hold, and becomes a parameter only where its type is decided. Belongs to one binding.
 */
public final class LiftableStrings {
    /** Types whose values depend on nothing but the text and the session's settings. */
    private static final Set<BuiltInType> PLAIN = EnumSet.of(
            BuiltInType.BOOL,
            BuiltInType.INT2,
            BuiltInType.INT4,
            BuiltInType.INT8,
            BuiltInType.FLOAT4,
            BuiltInType.FLOAT8,
            BuiltInType.NUMERIC,
            BuiltInType.TEXT,
            BuiltInType.VARCHAR,
            BuiltInType.BPCHAR,
            BuiltInType.BYTEA,
            BuiltInType.UUID,
            BuiltInType.JSON,
            BuiltInType.JSONB);

    /** Types whose values may also depend on the time: "now", "today". */
    private static final Set<BuiltInType> TIMES =
            EnumSet.of(BuiltInType.DATE, BuiltInType.TIME, BuiltInType.TIMESTAMP, BuiltInType.TIMESTAMPTZ);

    private final BindContext context;

    /** By identity: equal ones may stand elsewhere. */
    private final IdentityHashMap<SyntaxExpression.Literal, Integer> offered = new IdentityHashMap<>();

    private final IdentityHashMap<Expression, Integer> constants = new IdentityHashMap<>();

    /** How many times each was bound and did not become a parameter. */
    private final Map<Integer, Integer> left = new HashMap<>();

    LiftableStrings(BindContext context) {
        this.context = context;
    }

    /** Returns whether a text is read as the same value of a type at any time. */
    public static boolean isPlain(String text, SqlType type) {
        return TIMES.stream().noneMatch(type::is)
                || (!text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9');
    }

    /** The type itself, without modifier and collation, if values of it are lifted. */
    private static Optional<BuiltInType> liftedAs(SqlType type) {
        return Stream.concat(PLAIN.stream(), TIMES.stream()).filter(type::is).findFirst();
    }

    /** Says that a string may become a parameter. */
    public void offer(SyntaxExpression.Literal literal, int parameter) {
        offered.put(literal, parameter);
        context.parameterAt(parameter);
    }

    /** Returns whether any string may become a parameter. */
    boolean isOffered() {
        return !offered.isEmpty();
    }

    /** A string was bound. */
    void bound(SyntaxExpression.Literal literal, Expression.Constant constant) {
        Integer parameter = offered.get(literal);
        if (parameter != null) {
            constants.put(constant, parameter);
            left.merge(parameter, 1, Integer::sum);
        }
    }

    /** A constant got its type. */
    void typed(Expression.Constant before, Expression.Constant after) {
        Integer parameter = constants.isEmpty() ? null : constants.get(before);
        if (parameter != null) {
            constants.put(after, parameter);
        }
    }

    /** Returns what is assigned to a column: a parameter, if that can be. */
    Expression assigned(Expression value, SqlType column) {
        return constants.isEmpty() ? value : lifted(value, column);
    }

    /** Returns what a column of the scope is compared with for equality: a parameter, if that can be, and rows are found by it. */
    Expression compared(Expression value, Expression other, Scope scope) {
        if (constants.isEmpty()
                || !constants.containsKey(value)
                || !(other instanceof Expression.ColumnReference column)) {
            return value;
        }
        // Values of varchar are compared as text.
        boolean text = column.type().is(BuiltInType.VARCHAR);
        // Columns behind those of the scope are results of aggregates.
        return column.column() < scope.columns.size() && isUnique(scope.columns.get(column.column()))
                ? lifted(value, text ? BuiltInType.TEXT.type() : column.type())
                : value;
    }

    /** Whether a column alone finds a row, and no index could make anything else of a value. */
    private boolean isUnique(ScopeColumn column) {
        boolean unique = false;
        for (TableDefinition table : context.schema().used()) {
            for (IndexDefinition index : table.indexes()) {
                if (index.isComputed()) {
                    return false;
                }
                unique |= (int) table.object().id() == column.tableOid()
                        && index.isUnique()
                        && index.columns().equals(List.of(column.number() - 1));
            }
        }
        return unique;
    }

    /** Adds the parameters that strings became wherever they were bound. */
    void addLifted(BitSet parameters) {
        left.forEach((parameter, times) -> {
            if (times == 0) {
                parameters.set(parameter);
            }
        });
    }

    private Expression lifted(Expression value, SqlType wanted) {
        Integer parameter = constants.get(value);
        if (parameter == null || !(value instanceof Expression.Constant constant)) {
            return value;
        }
        SqlType type = constant.type().is(BuiltInType.UNKNOWN) ? wanted : constant.type();
        Optional<BuiltInType> as = type.physical().equals(type) ? liftedAs(type) : Optional.empty();
        if (as.isEmpty()) {
            return value;
        }
        context.inferParameter(parameter, as.get().type(), -1);
        left.merge(parameter, -1, Integer::sum);
        return new Expression.Parameter(parameter, as.get().type());
    }
}
