package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about the session: settings, prepared statements, cursors, notifications. */
public sealed interface SessionStatement extends Statement {
    /** What DISCARD forgets. */
    enum DiscardTarget {
        ALL,
        PLANS,
        SEQUENCES,
        TEMPORARY
    }

    /** Whence FETCH counts. */
    enum Direction {
        FORWARD,
        BACKWARD,
        ABSOLUTE,
        RELATIVE
    }

    /**
     * SET.
     *
     * @param name the setting in lower case
     * @param values literals; empty for DEFAULT
     * @param local whether only until the transaction's end
     */
    record Set(String name, List<SyntaxExpression> values, boolean local, int position) implements SessionStatement {
        /** Copies the values. */
        public Set {
            values = List.copyOf(values);
        }
    }

    /** {@code SET name FROM CURRENT}, allowed only inside CREATE FUNCTION; kept for its error. */
    record SetFromCurrent(String name) implements SessionStatement {}

    /** SET CONSTRAINTS; no names for ALL. */
    record SetConstraints(List<QualifiedName> names, boolean deferred) implements SessionStatement {
        /** Copies the names. */
        public SetConstraints {
            names = List.copyOf(names);
        }
    }

    /** SHOW; the name {@code all} shows everything. */
    record Show(String name) implements SessionStatement {
        /** Returns whether it shows everything. */
        public boolean isAll() {
            return name.equals("all");
        }
    }

    /** RESET; the name {@code all} resets everything. */
    record Reset(String name) implements SessionStatement {}

    /** DISCARD. */
    record Discard(DiscardTarget target) implements SessionStatement {}

    /** PREPARE of a statement, the offset of whose first character is {@code start}. */
    record Prepare(String name, List<TypeName> types, Statement statement, int start) implements SessionStatement {
        /** Copies the types. */
        public Prepare {
            types = List.copyOf(types);
        }
    }

    /** EXECUTE. */
    record Execute(String name, List<SyntaxExpression> arguments, int position) implements SessionStatement {
        /** Copies the arguments. */
        public Execute {
            arguments = List.copyOf(arguments);
        }
    }

    /** DEALLOCATE; without name ALL. */
    record Deallocate(@Nullable String name) implements SessionStatement {}

    /** DECLARE CURSOR; scroll is missing if neither SCROLL nor NO SCROLL is given. */
    record DeclareCursor(
            String name, boolean binary, @Nullable Boolean scroll, boolean insensitive, boolean hold, Query query)
            implements SessionStatement {}

    /**
     * FETCH and MOVE.
     *
     * @param direction whence to count
     * @param count how many rows; {@link Long#MAX_VALUE} for ALL
     * @param cursor the cursor
     * @param move whether rows are only passed over
     */
    record Fetch(Direction direction, long count, String cursor, boolean move) implements SessionStatement {}

    /** CLOSE; without name ALL. */
    record Close(@Nullable String name) implements SessionStatement {}

    /** LISTEN. */
    record Listen(String channel) implements SessionStatement {}

    /** UNLISTEN; without channel all. */
    record Unlisten(@Nullable String channel) implements SessionStatement {}

    /** NOTIFY. */
    record Notify(String channel, String payload) implements SessionStatement {}
}
