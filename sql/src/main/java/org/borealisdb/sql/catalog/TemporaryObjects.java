package org.borealisdb.sql.catalog;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a session knows of its temporary tables: the schema that they are in, which only this session looks into, and what becomes of them when a transaction
 * commits. Belongs to the session's task.
 *
 * <p>It is not part of any transaction: what it names may have been rolled back, so whoever uses it looks into the catalog.
 */
public final class TemporaryObjects {
    /** How the names of all such schemas begin. */
    public static final String PREFIX = "pg_temp_";

    /** The name by which each session reaches its own. */
    public static final String ALIAS = "pg_temp";

    /** What a commit does with a table. */
    public enum AtCommit {
        /** Its rows are deleted. */
        DELETE_ROWS,
        /** It is dropped. */
        DROP
    }

    private final int session;
    private String schema;
    private final Map<Long, AtCommit> atCommit = new LinkedHashMap<>();
    private boolean used;

    /** Makes it for a session with a number that no other living session has. */
    public TemporaryObjects(int session) {
        this.session = session;
        this.schema = PREFIX + session;
    }

    /** Returns whether a schema has temporary tables of some session. */
    public static boolean isTemporary(String schemaName) {
        return schemaName.startsWith(PREFIX);
    }

    /** Returns the name of the session's schema, whether it is there or not. */
    public String schema() {
        return schema;
    }

    /** Returns whether the schema may be there. */
    public boolean isUsed() {
        return used;
    }

    /** Chooses another name: what has the present one was left behind by a session that could not drop it. */
    public void chooseAnother(int attempt) {
        schema = PREFIX + session + "_" + attempt;
    }

    /** The schema is made. */
    public void use() {
        used = true;
    }

    /** The schema was dropped, and that is committed. */
    public void forget() {
        used = false;
        atCommit.clear();
    }

    /** Says what a commit does with a table. */
    public void atCommit(long table, AtCommit action) {
        atCommit.put(table, action);
    }

    /** Returns the tables that a commit does something with, those included that are not there any more. */
    public Map<Long, AtCommit> atCommit() {
        return Map.copyOf(atCommit);
    }

    /** Returns whether a commit does nothing. */
    public boolean isQuietAtCommit() {
        return atCommit.isEmpty();
    }

    /** A table is not there any more. */
    public void forget(long table) {
        atCommit.remove(table);
    }
}
