package org.borealisdb.volume.stream;

import org.borealisdb.redo.message.ReaderLoad;
import org.borealisdb.runtime.net.Address;

/**
 * What a writer knows of one of its readers.
 *
 * @param name          of the instance
 * @param joining       identifies this joining of it
 * @param appliedLsn    LSN up to which it has applied the log
 * @param receivedLsn   LSN up to which it has the log
 * @param lowestReadLsn it asks for no page below
 * @param oldestView    at or below each of its views
 * @param lagMicros     between the publication of a VDL and its being applied, lately
 * @param silentNanos   since it was heard of
 * @param load          what it has to do
 */
public record ReaderStatus(
        String name,
        Address address,
        long joining,
        long appliedLsn,
        long receivedLsn,
        long lowestReadLsn,
        long oldestView,
        long lagMicros,
        long silentNanos,
        ReaderLoad load) {}
