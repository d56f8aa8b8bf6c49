package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/**
 * Reader to writer, one-way: how far it is, and what it promises for as long as this joining lasts. What was promised counts, whichever report arrives last.
 *
 * @param joining       its joining
 * @param askedNanos    the reader's clock when it sent this, not 0; see {@link WriterReport#answers}
 * @param appliedLsn    LSN up to which it has applied the log, and as of which it takes views
 * @param receivedLsn   LSN up to which it has the log without gaps
 * @param lowestReadLsn it will not ask for a page below this any more
 * @param oldestView    at or below the LSN of each of its views, now and later
 * @param lagMicros     between the publication of a VDL and its being applied, lately
 * @param revision      of the newest metadata that it knows
 * @param lacksLog      true if it was told of log beyond {@code receivedLsn} that did not come: it asks for that again
 * @param load          what it has to do
 */
public record ReaderReport(
        VolumeId volume,
        long joining,
        long askedNanos,
        long appliedLsn,
        long receivedLsn,
        long lowestReadLsn,
        long oldestView,
        long lagMicros,
        long revision,
        boolean lacksLog,
        ReaderLoad load)
        implements StreamMessage {}
