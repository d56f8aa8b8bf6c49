package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** A bound expression: every name is resolved, every part has its type. */
public sealed interface Expression {
    /** Returns the type of the value. */
    SqlType type();

    /** A value known when the statement was bound; boxed, {@code null} for NULL. */
    record Constant(SqlType type, @Nullable Object value) implements Expression {}

    /** A column of the current row. */
    record ColumnReference(int column, SqlType type) implements Expression {}

    /** A parameter of the statement, counted from 0. */
    record Parameter(int index, SqlType type) implements Expression {}

    /** A call. The type is the function's, or what its polymorphic result stands for. */
    record Call(ScalarFunction function, List<Expression> arguments, SqlType type) implements Expression {
        /** Copies the arguments. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** AND of all operands, in SQL's three values. */
    record And(List<Expression> operands) implements Expression {
        /** Copies the operands. */
        public And {
            operands = List.copyOf(operands);
        }

        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** OR of all operands, in SQL's three values. */
    record Or(List<Expression> operands) implements Expression {
        /** Copies the operands. */
        public Or {
            operands = List.copyOf(operands);
        }

        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** NOT. */
    record Not(Expression operand) implements Expression {
        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** IS NULL, IS NOT NULL. */
    record IsNull(Expression operand, boolean negated) implements Expression {
        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** IS [NOT] TRUE or FALSE; UNKNOWN is {@link IsNull}. */
    record IsTruth(Expression operand, boolean truth, boolean negated) implements Expression {
        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** IS [NOT] DISTINCT FROM, by an equality function. */
    record IsDistinct(ScalarFunction equality, Expression left, Expression right, boolean negated)
            implements Expression {
        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** {@code operand operator ANY (elements)}, or ALL; IN is ANY of equality, NOT IN is ALL of inequality. */
    record Quantified(ScalarFunction operator, boolean all, Expression operand, List<Expression> elements)
            implements Expression {
        /** Copies the elements. */
        public Quantified {
            elements = List.copyOf(elements);
        }

        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** {@code operand operator ANY (array)}, or ALL. */
    record QuantifiedArray(ScalarFunction operator, boolean all, Expression operand, Expression array)
            implements Expression {
        @Override
        public SqlType type() {
            return BuiltInType.BOOL.type();
        }
    }

    /** One branch of a CASE. */
    record When(Expression condition, Expression result) {}

    /** CASE with conditions; one with an operand is bound to equalities. Without ELSE the last is a NULL constant. */
    record Case(List<When> whens, Expression otherwise, SqlType type) implements Expression {
        /** Copies the branches. */
        public Case {
            whens = List.copyOf(whens);
        }
    }

    /** The first operand that is not NULL. */
    record Coalesce(List<Expression> operands, SqlType type) implements Expression {
        /** Copies the operands. */
        public Coalesce {
            operands = List.copyOf(operands);
        }
    }

    /** GREATEST or LEAST of the operands that are not NULL. */
    record Extreme(boolean greatest, List<Expression> operands, SqlType type) implements Expression {
        /** Copies the operands. */
        public Extreme {
            operands = List.copyOf(operands);
        }
    }

    /** NULL if both are equal, else the left one. */
    record NullIf(ScalarFunction equality, Expression left, Expression right, SqlType type) implements Expression {}

    /** The operand under another type that represents values the same way. */
    record Relabel(Expression operand, SqlType type) implements Expression {}

    /** A conversion through the text form. */
    record ConvertByText(Expression operand, SqlType type) implements Expression {}

    /** An array whose elements, each in turn the only column of a row, are converted. */
    record ConvertElements(Expression operand, Expression element, SqlType type) implements Expression {}

    /** The operand fitted to the type's modifier; see {@link org.borealisdb.expr.value.TypeModifiers}. */
    record Fit(Expression operand, SqlType type, boolean explicit) implements Expression {}

    /**
     * The operand, which must be by the rules of a domain.
     *
     * @param domain for those who write it as SQL
     * @param elements whether the operand is an array, and the rules are those of its elements
     */
    record InDomain(Expression operand, SqlType domain, DomainRules rules, boolean elements) implements Expression {
        @Override
        public SqlType type() {
            return domain.ofValues().withCollation(operand.type().collation());
        }
    }

    /** ARRAY[...] of one dimension. */
    record ArrayOf(List<Expression> elements, SqlType type) implements Expression {
        /** Copies the elements. */
        public ArrayOf {
            elements = List.copyOf(elements);
        }
    }

    /** A field of a row value. */
    record Field(Expression operand, int place, SqlType type) implements Expression {}

    /** ROW(...), whose type names the fields. */
    record RowOf(List<Expression> fields, SqlType type) implements Expression {
        /** Copies the fields. */
        public RowOf {
            fields = List.copyOf(fields);
        }
    }

    /** {@code array[index, ...]}. */
    record Subscript(Expression array, List<Expression> indexes, SqlType type) implements Expression {
        /** Copies the indexes. */
        public Subscript {
            indexes = List.copyOf(indexes);
        }
    }
}
