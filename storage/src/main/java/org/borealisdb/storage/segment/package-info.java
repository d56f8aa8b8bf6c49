/**
 * What a node knows of volumes and their segments: metadata and epochs, the received log with its gaps, SCL, the index of pages, the layers.
 *
 * <p>{@link org.borealisdb.storage.segment.VolumeReplica} is one volume on this node and holds the lock that guards everything below it:
 * {@link org.borealisdb.storage.segment.Segment} (one copy of a protection group), its {@link org.borealisdb.storage.segment.ReceivedLog}
 * (batches not yet in layers, chained by (previous, last] group LSN) and {@link org.borealisdb.storage.segment.PageIndex}. No file operation and
 * no network call happens under that lock.
 *
 * <p>Invariants: the log in memory and the layers together hold every record of the group at or below SCL on the ancestry path of the current
 * timeline, and nothing off that path; what counts was durable before; SCL never goes back within a timeline; layers end at or below VDL; metadata only
 * gets newer.
 *
 * <p><b>Tails</b> ({@link org.borealisdb.redo.volume.SegmentMix}) have no layers. What the full segments of the group have, durably, a tail lets go ({@link
 * org.borealisdb.storage.segment.TailBound}), or takes as had if it never got it; up to there it is complete like a segment that has it in layers. It answers no read of a page.
 *
 * <p>The manifest of a segment ({@code volume-V/group-G/manifest}) is a replaced file, magic {@code BRMF}, version 4. A segment has one
 * from before the metadata that place it here were durable, so a missing one is damage:
 *
 * <table border="1">
 * <caption>Content of a manifest, little-endian</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>8, 4, 4</td><td>volume, group, timeline current when it was written</td></tr>
 * <tr><td>8</td><td>flushed LSN: the layers hold everything at or below</td></tr>
 * <tr><td>8</td><td>a VDL that was known</td></tr>
 * <tr><td>8</td><td>collection floor: no page version below can be read</td></tr>
 * <tr><td>8</td><td>log floor: records at or below may be gone (only images of their pages are there)</td></tr>
 * <tr><td>8</td><td>number of the next file</td></tr>
 * <tr><td>4, 8 each</td><td>layers, from the oldest: file number</td></tr>
 * <tr><td>4, 8 each</td><td>raw logs: file number</td></tr>
 * <tr><td>8</td><td>abstainBelow: the SCL that the segment must have reached before it votes, 0 for none (R14); not in version 1</td></tr>
 * <tr><td>4</td><td>the timeline that this was told on; not in version 1</td></tr>
 * <tr><td>4, 12 each</td><td>lines of history that rewinds have left: u32 timeline, u64 LSN up to which the layers hold its history; not in versions 1 and 2</td></tr>
 * <tr><td>8</td><td>trimmed: the LSN at or below which a tail has no log any more, since full segments have it; 0 for none; not in versions 1 to 3</td></tr>
 * </table>
 *
 * <p>A raw log ({@code raw-N}) is a replaced file, magic {@code BRRL}, version 1, of whole batches, each behind its u32 length. Of an encrypted volume it has version 2: 16 bytes of the data key's id, 32
 * bytes of salt, then the same sealed, with its tag ({@link org.borealisdb.storage.seal}, nonce {@code (1, 0)}).
 *
 * <p>The mark of damage ({@code damage}) is a replaced file, magic {@code BRDG}, version 2: u64 SCL when the damage was found and u32 its timeline (0 and 1 if unknown), u32
 * the membership epoch that was known then if that is unknown (else 0), then the reason
 * as a string. Version 1 was the bytes of the reason alone.
 *
 * <p>Copies of peers' pages ({@code copy-N}) are layer files that no manifest names yet; see {@link org.borealisdb.storage.repair}.
 */
@NullMarked
package org.borealisdb.storage.segment;

import org.jspecify.annotations.NullMarked;
