package org.borealisdb.sql.service;

/**
 * Which of the statements that clients ask for are counted.
 *
 * @param statements whether any are
 * @param commands whether commands are, too, and not only queries and data changes
 */
record StatementTracking(boolean statements, boolean commands) {
    static final String TRACK = "pg_stat_statements.track";
    static final String COMMANDS = "pg_stat_statements.track_utility";
    static final String QUERY_ID = "compute_query_id";

    /** Reads the settings. */
    static StatementTracking of(String track, String commands, String queryId) {
        return new StatementTracking(!track.equals("none") && !queryId.equals("off"), commands.equals("on"));
    }

    /** Returns whether a statement is counted. */
    boolean counts(boolean command) {
        return statements && (commands || !command);
    }
}
