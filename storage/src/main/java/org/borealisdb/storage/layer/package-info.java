/**
 * Layer files: the immutable, sorted form in which a segment keeps redo and page images (idea 5 of the design), and building pages out of
 * them.
 *
 * <p>{@link org.borealisdb.storage.layer.LayerWriter} writes one, {@link org.borealisdb.storage.layer.Layer} reads it,
 * {@link org.borealisdb.storage.layer.PageBuild} folds a page. A layer covers a range {@code (after, upTo]} of its group's LSNs; the layers of a segment
 * lie side by side; those that were copied from peers all cover the log up to the base, each for other pages. Within a layer everything of one page
 * lies together, its deltas and images by LSN, in one section or, if its history is long, several: a section of 48 KiB or more ends where a base or another timeline comes, one of 128 KiB anywhere. A section has its own
 * checksum, which every read compares, and the index in memory finds it by page and LSN, so a version costs one small read per layer that has the page, whatever history there is.
 *
 * <table border="1">
 * <caption>Layer file, little-endian</caption>
 * <tr><th>where</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRLY}</td></tr>
 * <tr><td>4</td><td>4</td><td>version, 1 to 8; 7 here</td></tr>
 * <tr><td>8</td><td>8</td><td>volume</td></tr>
 * <tr><td>16</td><td>4</td><td>protection group</td></tr>
 * <tr><td>20</td><td>4</td><td>timeline that was current when it was written</td></tr>
 * <tr><td>24</td><td>8</td><td>after</td></tr>
 * <tr><td>32</td><td>8</td><td>upTo</td></tr>
 * <tr><td>40</td><td>...</td><td>sections: entries {@code u64 LSN, u32 timeline, u32 kind (1 delta, 2 image, 3 patch), u32 length, bytes}, in the block format of LZ4 if the index says so</td></tr>
 * <tr><td>...</td><td>0 to 4095</td><td>zeroes, so that the file has whole blocks of 4096 bytes; none in files that are smaller than 512 KiB, or older</td></tr>
 * <tr><td>index</td><td>60 each</td><td>by page, and of a page from the oldest section on: {@code u64 page, u64 offset, u32 length, u32 CRC32C of the section, u32 entries, u32 deltas behind the newest
 * base (which counts in versions 1 and 2 if it is a record), u32 their bytes with bit 31 = the section has a base (an image or INIT) and bit 30 = its last entry frees the page, u32 timeline of all its entries or 0 if there are several, u64 lowest LSN, u64 highest LSN, u32 bytes of its entries: more than
 * the section's length (without its tag) if they are packed}</td></tr>
 * <tr><td>end - 32</td><td>8</td><td>offset of the index</td></tr>
 * <tr><td>end - 24</td><td>4</td><td>sections in the index</td></tr>
 * <tr><td>end - 20</td><td>4</td><td>CRC32C of the index</td></tr>
 * <tr><td>end - 16</td><td>4</td><td>CRC32C of the first 40 bytes of the file</td></tr>
 * <tr><td>end - 12</td><td>4</td><td>version, as above</td></tr>
 * <tr><td>end - 8</td><td>4</td><td>magic {@code BRLE}</td></tr>
 * <tr><td>end - 4</td><td>4</td><td>CRC32C of the 28 bytes before</td></tr>
 * </table>
 *
 * <p>That is version 7, of a volume that is not encrypted. Version 8 differs in this: behind {@code upTo} stand 16 bytes of the data key's id (u64 high, u64 low half) and 32 bytes of salt, and the sections begin at
 * 88; a section is sealed as a whole, with the 16 bytes of its tag behind it ({@link org.borealisdb.storage.seal}, nonce {@code (place in the index + 1, 0)}, the page number as additional data), and length and
 * CRC32C are those of the sealed bytes; between the index and the last 32 bytes stand the 16 bytes of a tag over header and index (nonce {@code (0, 0)}); the header's CRC32C covers 88 bytes. Versions 5 and 6 are as 7 and 8, but nothing is packed or a patch, and a row of the index
 * ends before the bytes of the entries, with 56. Versions 3 and 4 are as 5 and 6, but no record
 * in them frees a page, and bit 30 is never set. Versions 1 and 2 are as 3 and 4, but for the index: a page has one section, and a row ends before the timeline, with 36 bytes.
 *
 * <p>A delta's bytes are the redo record as it was logged. A patch is an image as what differs from the one before it in its section ({@link org.borealisdb.storage.layer.ImagePatch}):
 * of a page that is written much there is an image every few dozen records, and they are much alike. Which layers are packed says {@link org.borealisdb.storage.layer.LayerPacking}. Threading: a written layer may be read by all tasks at once; it is closed
 * and deleted when its segment has let go of it and the last reader is done.
 */
@NullMarked
package org.borealisdb.storage.layer;

import org.jspecify.annotations.NullMarked;
