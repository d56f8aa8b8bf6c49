package org.borealisdb.storage.backup;

/**
 * How the backup of a node's groups is.
 *
 * @param place     where it goes; empty if there is none
 * @param uploading groups that this node uploads
 * @param lagMillis how long ago the group that lags most was where the store is, in milliseconds
 * @param trouble   why the store could not be used at the last attempt; empty if it could
 */
public record BackupStatus(String place, int uploading, long lagMillis, String trouble) {
    /** Of a node that makes no backup. */
    public static final BackupStatus NONE = new BackupStatus("", 0, 0, "");
}
