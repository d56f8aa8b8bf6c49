package org.borealisdb.sql.session;

import java.util.List;
import java.util.SequencedMap;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;

/**
 * One client's session: its settings, transaction, prepared statements and portals. Belongs to one task, apart from
 * {@link #cancel()}. Errors are those of the package's description; {@code 25P02} answers whatever is not allowed in a failed
 * transaction.
 */
public interface SqlSession extends AutoCloseable {
    /** The settings that clients are told of, with their values now, in the order to tell them. */
    SequencedMap<String, String> reportedSettings();

    /** Runs the statements of a text one after the other, in one implicit transaction unless they begin their own. */
    void query(String text, ResultSink sink);

    /**
     * Prepares a text of at most one statement. The empty name may be prepared again, others only after they were closed (42P05).
     *
     * @param parameterTypes OIDs of the first parameters' types, 0 for those to be inferred
     */
    void parse(String name, String text, List<Integer> parameterTypes);

    /** The prepared statement of that name (26000 if there is none), also of one made by SQL's own PREPARE. */
    SqlStatement statement(String name);

    /**
     * Binds a statement to a portal. The empty name may be bound again, others only after they were closed (42P03).
     *
     * @param parameters a value for each of {@link SqlStatement#parameterTypes()}; it does not change while the portal lives
     */
    void bind(String portal, SqlStatement statement, RowSource parameters, ColumnFormats formats);

    /** The portal of that name (34000 if there is none), also of one made by SQL's own DECLARE. */
    SqlPortal portal(String name);

    /** Closes a prepared statement and its portals; nothing if there is none. */
    void closeStatement(String name);

    /** Closes a portal; nothing if there is none. */
    void closePortal(String name);

    /** Ends what was asked as one unit in the extended protocol: an implicit transaction commits, or rolls back if it failed. */
    void synchronize();

    /** The protocol found an error (a malformed parameter, say) between calls: the transaction fails as by a statement's error. */
    void fail();

    /**
     * Takes what others have told this session since it was asked last; to be passed on to the client while no transaction is open. May be called by any task.
     */
    default List<SqlNotification> takeNotifications() {
        return List.of();
    }

    TransactionStatus transactionStatus();

    /** How text is written for this session now. */
    SessionFormat format();

    /** Reads text parameters by this session's settings, and {@code now} as of its transaction. */
    TextInput textInput();

    /**
     * How long the client may leave the session idle in its present state, in nanoseconds; 0 is for ever. It is asked when
     * the session is about to wait for the client.
     */
    long idleTimeoutNanos();

    /**
     * Cancels the statement under way, which then fails with 57014 unless it is past the point of no return (R2); nothing if
     * there is none. Returns at once. May be called by any task.
     */
    void cancel();

    /** Rolls back what is not committed and gives everything up. Called once, by the session's task. */
    @Override
    void close();
}
