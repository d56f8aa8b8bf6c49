package org.borealisdb.storage.share;

/** What one node of a process does for the others. */
public enum Work {
    FOLD,
    MERGE
}
