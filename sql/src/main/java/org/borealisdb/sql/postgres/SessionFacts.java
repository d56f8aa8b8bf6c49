package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.activity.ChangedRows;
import org.borealisdb.engine.activity.ReadActivity;
import org.borealisdb.engine.activity.ReadRows;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.lock.LockFact;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.activity.DatabaseActivity;
import org.borealisdb.sql.activity.StatementRegister;
import org.borealisdb.sql.bind.BindingSession;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.setting.SettingDeclaration;

/** What the system catalogs ask of the session that reads them. */
public interface SessionFacts {
    /** Returns the name of the session's database. */
    String database();

    /** Returns the name of the session's role. */
    String role();

    /** Returns the role of the session, which SET ROLE does not change. */
    String sessionRole();

    /** Opens a reader of the catalog as the session's transaction sees it. */
    SchemaReader openSchema();

    /** Returns what binding asks of the session. */
    BindingSession binding();

    /** Returns a number that is another one whenever the catalog may have to be read again. */
    long catalogMark();

    /** Returns whether another instance writes what the session reads. */
    boolean inRecovery();

    /** Returns the settings that are not hidden, by name. */
    List<Setting> settings();

    /**
     * Returns a setting as SHOW shows it.
     *
     * @throws SqlException 42704 if there is none
     */
    String setting(String name);

    /**
     * A setting of the session.
     *
     * @param value as it is kept
     * @param initial what RESET sets
     * @param source where the value came from
     */
    record Setting(SettingDeclaration declared, String value, String initial, String source) {
        /** Returns the value as SHOW shows it. */
        public String shown() {
            return declared.shown(value);
        }

        /** Returns the setting with another value. */
        public Setting with(String other) {
            return new Setting(declared, other, initial, source);
        }
    }

    /** Returns how the volume is now; empty if there is nothing to be told of it. */
    Optional<VolumeFacts> volume();

    /** Returns the instances of the cluster; empty if there is nothing to be told of them. */
    Optional<ClusterFacts> cluster();

    /** Returns the rules for who may connect, in the order in which they are asked. */
    List<AccessRuleFact> accessRules();

    /** Returns where faults are injected; empty if that is not enabled. */
    Optional<FaultInjection> faults();

    /** Returns the bytes of the pages that trees use together. */
    long usedBytes(Set<Long> trees);

    /** Returns when the transaction began, in microseconds since 2000. */
    long transactionStart();

    /** Returns what the transaction has changed of a table. */
    ChangedRows changed(TableActivity table);

    /** Returns what the transaction has read of a table without an index, or of an index. */
    ReadRows read(ReadActivity source);

    /** Returns the session's cursors. */
    List<Cursor> cursors();

    /**
     * A cursor.
     *
     * @param statement that made it
     * @param created when, in microseconds since 2000
     */
    record Cursor(String name, String statement, boolean hold, boolean binary, boolean scroll, long created) {}

    /** Returns the session's prepared statements, by name. */
    List<Prepared> prepared();

    /**
     * A prepared statement.
     *
     * @param statement the text that made it
     * @param created when, in microseconds since 2000
     * @param types of its parameters
     * @param fromSql whether SQL's own PREPARE made it, and not the protocol
     */
    record Prepared(String name, String statement, long created, List<SqlType> types, boolean fromSql) {
        /** Copies the types. */
        public Prepared {
            types = List.copyOf(types);
        }
    }

    /** Returns all locks that are held or waited for. */
    List<LockFact> locks();

    /** Returns what statements have done on this instance. */
    StatementRegister statements();

    /** Returns what the sessions of a database have done on this instance. */
    DatabaseActivity activity(long databaseId);

    /** Returns when the instance began, in microseconds since 2000. */
    long instanceStart();

    /** Returns all sessions. */
    List<Activity> activities();

    /**
     * What a session is doing.
     *
     * @param clientHost where its client is
     * @param started when it began, in microseconds since 2000
     * @param transactionStarted when its transaction began, 0 if there is none
     * @param queryStarted when its statement began, 0 if there was none
     * @param stateChanged when its state began
     * @param state such as {@code idle in transaction}
     * @param query the statement it runs, or ran last
     */
    record Activity(
            int processId,
            String database,
            String role,
            String applicationName,
            String clientHost,
            int clientPort,
            long started,
            long transactionStarted,
            long queryStarted,
            long stateChanged,
            String state,
            boolean background,
            String query) {}
}
