package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that create, change and drop functions of users. */
public sealed interface FunctionStatement extends Statement {
    /** Which way a parameter goes. */
    enum Mode {
        IN,
        OUT,
        INOUT,
        VARIADIC,
        /** A column of RETURNS TABLE. */
        TABLE
    }

    /** For how long a result holds. */
    enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE
    }

    /** Where another process may run it. */
    enum Parallel {
        UNSAFE,
        RESTRICTED,
        SAFE
    }

    /** How the body is written. */
    enum BodyKind {
        /** As a string, which is read with the search path of each call. */
        STRING,
        /** {@code RETURN expression}, read when the function is made. */
        RETURN,
        /** {@code BEGIN ATOMIC ... END}, read when the function is made. */
        ATOMIC
    }

    /**
     * A parameter.
     *
     * @param name empty if it has none
     * @param value its default
     */
    record Parameter(
            String name, Mode mode, TypeName type, @Nullable SyntaxExpression value, int position) {
        /** Returns whether calls have an argument for it. */
        public boolean isInput() {
            return mode != Mode.OUT && mode != Mode.TABLE;
        }
    }

    /**
     * The body of a function.
     *
     * @param text the statements, or the expression after RETURN
     * @param offset of the text in the statement; of a string the offset of its token
     */
    record Body(BodyKind kind, String text, int offset) {}

    /**
     * What may be said of a function in any order; {@code null} is what was not said.
     *
     * @param settings what is said of the settings that it runs with, in order
     */
    record Options(
            @Nullable String language,
            @Nullable Volatility volatility,
            @Nullable Boolean strict,
            @Nullable Boolean definer,
            @Nullable Boolean leakproof,
            @Nullable Parallel parallel,
            @Nullable Double cost,
            @Nullable Double rows,
            List<SettingClause> settings) {
        /** Copies the settings. */
        public Options {
            settings = List.copyOf(settings);
        }
    }

    /**
     * SET or RESET of a setting that a function runs with.
     *
     * @param name of the setting, {@code null} to take all away
     * @param fromCurrent whether it has the value that the session has now
     * @param values what it is set to; none to take it away
     */
    record SettingClause(@Nullable String name, boolean fromCurrent, List<SyntaxExpression> values) {
        /** Copies the values. */
        public SettingClause {
            values = List.copyOf(values);
        }
    }

    /**
     * CREATE FUNCTION, or PROCEDURE.
     *
     * @param returns what it returns, if that is said by itself
     * @param body {@code null} if there is none
     */
    record Create(
            QualifiedName name,
            boolean procedure,
            boolean replace,
            List<Parameter> parameters,
            @Nullable TypeName returns,
            Options options,
            @Nullable Body body,
            int position)
            implements FunctionStatement {
        /** Copies the parameters. */
        public Create {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * CREATE AGGREGATE.
     *
     * @param old whether the types of its arguments are said by an item, and there is no list of them
     * @param direct how many parameters stand before ORDER BY; -1 without it
     */
    record CreateAggregate(
            QualifiedName name,
            boolean replace,
            boolean old,
            List<Parameter> parameters,
            int direct,
            List<DefinitionItem> items)
            implements FunctionStatement {
        /** Copies the lists. */
        public CreateAggregate {
            parameters = List.copyOf(parameters);
            items = List.copyOf(items);
        }
    }

    /**
     * A function by its name and the types of its input parameters.
     *
     * @param types {@code null} if it is named without them
     * @param modes whether it says of a parameter which mode it has
     */
    record Signature(QualifiedName name, @Nullable List<TypeName> types, boolean modes) {}

    /**
     * DROP FUNCTION.
     *
     * @param word FUNCTION, PROCEDURE, ROUTINE or AGGREGATE
     */
    record Drop(String word, List<Signature> signatures, boolean ifExists, boolean cascade)
            implements FunctionStatement {
        /** Copies the signatures. */
        public Drop {
            signatures = List.copyOf(signatures);
        }
    }

    /**
     * COMMENT ON FUNCTION.
     *
     * @param text {@code null} to take it away
     */
    record Comment(
            String word, Signature signature, @Nullable String text) implements FunctionStatement {}

    /** ALTER FUNCTION: the one that is not {@code null} is changed, or the options. */
    record Alter(
            String word,
            Signature signature,
            @Nullable String newName,
            @Nullable RoleName owner,
            @Nullable String schema,
            Options options)
            implements FunctionStatement {}
}
