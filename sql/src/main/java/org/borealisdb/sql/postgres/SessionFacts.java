package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.sql.catalog.SchemaReader;

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

    /** Returns a number that is another one whenever the catalog may have to be read again. */
    long catalogMark();

    /** Returns whether another instance writes what the session reads. */
    boolean inRecovery();

    /** Returns the session's settings, by name. */
    SequencedMap<String, String> settings();

    /** Returns how the volume is now; empty if there is nothing to be told of it. */
    Optional<VolumeFacts> volume();

    /** Returns the instances of the cluster; empty if there is nothing to be told of them. */
    Optional<ClusterFacts> cluster();

    /** Returns the values that a setting can have, empty if it has others than a few words. */
    List<String> settingChoices(String name);

    /** Returns where faults are injected; empty if that is not enabled. */
    Optional<FaultInjection> faults();

    /** Returns the session's cursors. */
    List<Cursor> cursors();

    /**
     * A cursor.
     *
     * @param statement that made it
     * @param created when, in microseconds since 2000
     */
    record Cursor(String name, String statement, boolean hold, boolean scroll, long created) {}

    /** Returns all sessions. */
    List<Activity> activities();

    /**
     * What a session is doing.
     *
     * @param clientHost where its client is
     * @param started when it began, in microseconds since 2000
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
            String state,
            String query) {}
}
