/**
 * Verifying what a node keeps, before anybody needs it (R15).
 *
 * <p>{@link org.borealisdb.storage.scrub.Scrubber} is a task that reads everything in use from the disk once in a period: layers section by section, journal files block by block,
 * manifests, raw logs, metadata. Then it compares each page with a peer's ({@link org.borealisdb.storage.scrub.CopyComparison}; the other side is
 * {@link org.borealisdb.storage.scrub.ChecksumSource}). It spreads its reads over the period, and remembers how far it is across restarts. What becomes of damage:
 *
 * <table border="1">
 * <caption>What is found, and what is done</caption>
 * <tr><th>damaged</th><th>mended</th></tr>
 * <tr><td>sections of a layer</td><td>fetched from a peer and put into a copy of the layer ({@code repair.SectionMend}); until then reads of that page are refused, all others go on. Where no peer's
 * history fits, the segment is copied as a whole</td></tr>
 * <tr><td>header or index of a layer</td><td>the layer is written again from what memory has of its index</td></tr>
 * <tr><td>a journal file</td><td>given up: what it holds is folded or moved to raw logs from memory, and the file is not used again</td></tr>
 * <tr><td>manifest, raw log, metadata of a volume, control file of the journal</td><td>written again from memory</td></tr>
 * <tr><td>nothing, but a peer has another page at the same LSN</td><td>nothing: unless at least three copies are like this one, the page is not served any more</td></tr>
 * </table>
 *
 * <p>The place of the scrub ({@code scrub}) is a replaced file, magic {@code BRSC}, version 1: u64 when the pass began and when the one before ended (milliseconds since 1970), u64 bytes done, then
 * u64 volume, u32 group, u64 layer, u64 page up to which everything is verified. The pages that are not served ({@code differing} in a segment's folder) are a replaced file, magic {@code BRDP}, version 1:
 * u32 count, then for each u64 page, u64 LSN of the comparison, u32 CRC32C of the page here.
 *
 * <p>Threading: one task; it changes no file of a segment or of the journal itself, but has their owners do it.
 */
@NullMarked
package org.borealisdb.storage.scrub;

import org.jspecify.annotations.NullMarked;
