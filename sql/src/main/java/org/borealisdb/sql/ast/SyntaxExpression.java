package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as it is written. Every one has the offset that an error about it points at. */
public sealed interface SyntaxExpression {
    /** Returns the offset in the source text that an error points at, -1 if there is none. */
    int position();

    /** Returns the offset where it begins, as far as that is known: an operator's own position is behind its left operand. */
    default int leftmost() {
        return switch (this) {
            case Binary binary -> Math.min(binary.position(), binary.left().leftmost());
            case Cast cast when cast.operand() instanceof Literal literal -> literal.position();
            case Cast cast -> Math.min(cast.position(), cast.operand().leftmost());
            case Logical logical ->
                Math.min(logical.position(), logical.operands().getFirst().leftmost());
            case Subscript subscript ->
                Math.min(subscript.position(), subscript.operand().leftmost());
            case Collate collate ->
                Math.min(collate.position(), collate.operand().leftmost());
            case IsNull test -> Math.min(test.position(), test.operand().leftmost());
            default -> position();
        };
    }

    /** The kinds of literals. */
    enum LiteralKind {
        /** Digits that fit a 32-bit integer. */
        INTEGER,
        /** Any other number, text as written. */
        NUMBER,
        /** A string, without its quotes and escapes. */
        STRING,
        /** The digits of {@code B'...'}. */
        BIT_STRING,
        /** The digits of {@code X'...'}. */
        HEXADECIMAL_STRING,
        TRUE,
        FALSE,
        NULL
    }

    /** Both and either. */
    enum LogicalOperator {
        AND,
        OR
    }

    /** What IS can ask, besides NULL. */
    enum TruthTest {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** The pattern matchers with words for names. */
    enum PatternKind {
        LIKE,
        ILIKE,
        SIMILAR
    }

    /** Functions with a syntax of their own whose arguments need a common type or no evaluation. */
    enum SpecialFunction {
        COALESCE,
        GREATEST,
        LEAST,
        NULLIF
    }

    /** SQL's value functions without parentheses. */
    enum CurrentValueKind {
        CURRENT_DATE,
        CURRENT_TIME,
        CURRENT_TIMESTAMP,
        LOCALTIME,
        LOCALTIMESTAMP,
        CURRENT_ROLE,
        CURRENT_USER,
        USER,
        SESSION_USER,
        CURRENT_CATALOG,
        CURRENT_SCHEMA
    }

    /** Any of, all of. */
    enum Quantifier {
        ANY,
        ALL
    }

    /** How GROUP BY combines. */
    enum GroupingKind {
        EMPTY,
        ROLLUP,
        CUBE,
        SETS
    }

    /** A constant. */
    record Literal(LiteralKind kind, String text, int position) implements SyntaxExpression {}

    /** {@code $1}. */
    record Parameter(int number, int position) implements SyntaxExpression {}

    /** {@code column}, {@code table.column}, {@code schema.table.column}. */
    record ColumnReference(List<String> names, int position) implements SyntaxExpression {
        /** Copies the names. */
        public ColumnReference {
            names = List.copyOf(names);
        }
    }

    /** {@code *} or {@code table.*}. */
    record Star(List<String> qualifier, int position) implements SyntaxExpression {
        /** Copies the qualifier. */
        public Star {
            qualifier = List.copyOf(qualifier);
        }
    }

    /** {@code (composite).field}; the field {@code *} stands for all. */
    record FieldSelection(SyntaxExpression operand, String field, int position) implements SyntaxExpression {}

    /**
     * {@code array[index]}, or {@code array[lower:upper]} with either bound missing.
     *
     * @param isApart whether the operand stands in parentheses, so that its own subscripts do not count together with this one
     */
    record Subscript(
            SyntaxExpression operand,
            @Nullable SyntaxExpression lower,
            @Nullable SyntaxExpression upper,
            boolean isSlice,
            boolean isApart,
            int position)
            implements SyntaxExpression {}

    /** An operator before its operand. */
    record Unary(QualifiedName operator, SyntaxExpression operand, int position) implements SyntaxExpression {}

    /** An operator between its operands. */
    record Binary(QualifiedName operator, SyntaxExpression left, SyntaxExpression right, int position)
            implements SyntaxExpression {}

    /** A chain of AND or of OR. */
    record Logical(LogicalOperator operator, List<SyntaxExpression> operands, int position)
            implements SyntaxExpression {
        /** Copies the operands. */
        public Logical {
            operands = List.copyOf(operands);
        }
    }

    /** {@code NOT operand}. */
    record Not(SyntaxExpression operand, int position) implements SyntaxExpression {}

    /** {@code operand IS [NOT] NULL}. */
    record IsNull(SyntaxExpression operand, boolean negated, int position) implements SyntaxExpression {}

    /** {@code operand IS [NOT] TRUE | FALSE | UNKNOWN}. */
    record IsTruth(SyntaxExpression operand, TruthTest test, boolean negated, int position)
            implements SyntaxExpression {}

    /** {@code left IS [NOT] DISTINCT FROM right}. */
    record IsDistinct(SyntaxExpression left, SyntaxExpression right, boolean negated, int position)
            implements SyntaxExpression {}

    /** {@code operand [NOT] IN (list)}. */
    record InList(SyntaxExpression operand, List<SyntaxExpression> list, boolean negated, int position)
            implements SyntaxExpression {
        /** Copies the list. */
        public InList {
            list = List.copyOf(list);
        }
    }

    /** {@code operand [NOT] IN (query)}. */
    record InQuery(SyntaxExpression operand, Query query, boolean negated, int position) implements SyntaxExpression {}

    /** {@code operand [NOT] BETWEEN [SYMMETRIC] low AND high}. */
    record Between(
            SyntaxExpression operand,
            SyntaxExpression low,
            SyntaxExpression high,
            boolean symmetric,
            boolean negated,
            int position)
            implements SyntaxExpression {}

    /** {@code operand [NOT] LIKE pattern [ESCAPE escape]}. */
    record PatternMatch(
            PatternKind kind,
            SyntaxExpression operand,
            SyntaxExpression pattern,
            @Nullable SyntaxExpression escape,
            boolean negated,
            int position)
            implements SyntaxExpression {}

    /** {@code left operator ANY|ALL (array)}. */
    record QuantifiedArray(
            QualifiedName operator, Quantifier quantifier, SyntaxExpression left, SyntaxExpression array, int position)
            implements SyntaxExpression {}

    /** {@code left operator ANY|ALL (query)}. */
    record QuantifiedQuery(
            QualifiedName operator, Quantifier quantifier, SyntaxExpression left, Query query, int position)
            implements SyntaxExpression {}

    /**
     * A call of a function or an aggregate.
     *
     * @param name the function
     * @param arguments in order; a {@link NamedArgument} among them has its name
     * @param star whether it is {@code name(*)}
     * @param distinct whether DISTINCT stands before the arguments
     * @param variadic whether VARIADIC stands before the last argument
     * @param orderBy of an aggregate, inside the parentheses or WITHIN GROUP
     * @param withinGroup whether the order came after WITHIN GROUP
     * @param filter of an aggregate
     * @param over of a window function
     * @param words whether it is written with words of SQL between the arguments
     */
    record FunctionCall(
            QualifiedName name,
            List<SyntaxExpression> arguments,
            boolean star,
            boolean distinct,
            boolean variadic,
            List<OrderItem> orderBy,
            boolean withinGroup,
            @Nullable SyntaxExpression filter,
            @Nullable WindowDefinition over,
            boolean words,
            int position)
            implements SyntaxExpression {
        /** Copies the lists. */
        public FunctionCall {
            arguments = List.copyOf(arguments);
            orderBy = List.copyOf(orderBy);
        }

        /** Returns a plain call. */
        public static FunctionCall of(QualifiedName name, List<SyntaxExpression> arguments, int position) {
            return new FunctionCall(
                    name, arguments, false, false, false, List.of(), false, null, null, false, position);
        }

        /** Returns a call that is written with words of SQL. */
        public static FunctionCall inWords(QualifiedName name, List<SyntaxExpression> arguments, int position) {
            return new FunctionCall(name, arguments, false, false, false, List.of(), false, null, null, true, position);
        }
    }

    /** {@code name => value} in a call. */
    record NamedArgument(String name, SyntaxExpression value, int position) implements SyntaxExpression {}

    /** COALESCE and its like. */
    record SpecialCall(SpecialFunction function, List<SyntaxExpression> arguments, int position)
            implements SyntaxExpression {
        /** Copies the arguments. */
        public SpecialCall {
            arguments = List.copyOf(arguments);
        }
    }

    /** CURRENT_TIMESTAMP and its like; the precision is -1 if none is given. */
    record CurrentValue(CurrentValueKind kind, int precision, int position) implements SyntaxExpression {}

    /** {@code CAST(operand AS type)}, {@code operand::type}, {@code type 'literal'}. */
    record Cast(SyntaxExpression operand, TypeName type, int position) implements SyntaxExpression {}

    /** One WHEN of a CASE. */
    record When(SyntaxExpression condition, SyntaxExpression result) {}

    /** {@code CASE [operand] WHEN ... ELSE ... END}. */
    record Case(
            @Nullable SyntaxExpression operand,
            List<When> whens,
            @Nullable SyntaxExpression otherwise,
            int position) implements SyntaxExpression {
        /** Copies the branches. */
        public Case {
            whens = List.copyOf(whens);
        }
    }

    /** {@code ARRAY[...]}, or a bracketed list inside one. */
    record ArrayConstructor(List<SyntaxExpression> elements, int position) implements SyntaxExpression {
        /** Copies the elements. */
        public ArrayConstructor {
            elements = List.copyOf(elements);
        }
    }

    /** {@code ROW(...)} or {@code (a, b, ...)}. */
    record RowConstructor(List<SyntaxExpression> elements, boolean explicit, int position) implements SyntaxExpression {
        /** Copies the elements. */
        public RowConstructor {
            elements = List.copyOf(elements);
        }
    }

    /** {@code EXISTS (query)}. */
    record Exists(Query query, int position) implements SyntaxExpression {}

    /** {@code (query)} as a value. */
    record ScalarQuery(Query query, int position) implements SyntaxExpression {}

    /** {@code ARRAY(query)}. */
    record ArrayQuery(Query query, int position) implements SyntaxExpression {}

    /** {@code operand COLLATE collation}. */
    record Collate(SyntaxExpression operand, QualifiedName collation, int position) implements SyntaxExpression {}

    /** {@code operand AT TIME ZONE zone}. */
    record AtTimeZone(SyntaxExpression operand, SyntaxExpression zone, int position) implements SyntaxExpression {}

    /** DEFAULT as a value of INSERT or UPDATE. */
    record DefaultValue(int position) implements SyntaxExpression {}

    /** {@code GROUPING(...)}. */
    record GroupingCall(List<SyntaxExpression> arguments, int position) implements SyntaxExpression {
        /** Copies the arguments. */
        public GroupingCall {
            arguments = List.copyOf(arguments);
        }
    }

    /** An item of GROUP BY that is no plain expression. */
    record GroupingSet(GroupingKind kind, List<SyntaxExpression> items, int position) implements SyntaxExpression {
        /** Copies the items. */
        public GroupingSet {
            items = List.copyOf(items);
        }
    }

    /** {@code CURRENT OF cursor}. */
    record CurrentOf(String cursor, int position) implements SyntaxExpression {}
}
