/**
 * The backup that is always on: layers and log stream to an object store, from which a volume can be made again as it was at any second of the retention, with all storage nodes
 * lost.
 *
 * <p>One segment of each group is its <em>uploader</em>: {@link org.borealisdb.storage.backup.GroupUploader}. It puts new log into the store at every turn, as small sealed log
 * objects; when log was folded, a layer of the same range takes their place ({@link org.borealisdb.storage.backup.DeltaExtract}); and once in a while it puts images of all pages there
 * ({@link org.borealisdb.storage.backup.BaseImages}), so that a restore reads a bounded number of layers and what is older can go. Objects are never changed. What counts
 * is what the group's index names ({@link org.borealisdb.storage.backup.GroupIndex}), which is replaced by compare-and-set.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only log at or below VDL is stored, so no crash cuts off what is in the store; a rewind leaves it, and it stays what it was: history of a line that was left.
 *   <li>The layers of an index lie side by side, from one base on; its logs begin where they end. So a group is known to be whole at an LSN without reading anything but its index.
 *   <li>A layer holds everything of the timeline that was current when it was made, and of lines that were left what its maker still had; the index claims no more of them. After a rewind to where
 *       the store has less, a base comes first.
 *   <li>Object names carry the index's generation, which each new uploader raises: two that both take themselves for the uploader write different objects, and only one of them
 *       replaces the index.
 *   <li>An uploader that makes a layer, which may take minutes, shows that it is alive by a number in the index: otherwise others would take its place, and begin to make the same layer, for ever.
 *   <li>Commits never wait for the store. What it has not taken yet is held by floors and folding, up to a bound; beyond, the backup has a gap, which the next base ends.
 * </ul>
 *
 * <p><b>Who uploads.</b> Every member reads the index now and then. One that sees that there is more than the index has, for a time in which nobody stored anything, takes over by raising the
 * generation; those that are behind others wait longer. After its turn an uploader gives up its place. Nothing depends on there being one uploader only.
 *
 * <p><b>Time.</b> The uploader of group 0 notes each second which timeline was current and where VDL was, in the index, and seals these points into time objects. Times only grow.
 *
 * <p>Names: {@code volumes/V} says that volume V is in the store; its objects are {@code volume-V/group-G/g GENERATION-NUMBER-KIND} and {@code volume-V/group-G/index}; promises not to
 * collect {@code volume-V/pins/NAME}; {@code deleted/V} says that volume V was deleted, and when: it stays for the retention ({@link org.borealisdb.storage.backup.DeletedVolumes}); {@code owner} names the region whose backup it is.
 *
 * <p>Formats: {@link org.borealisdb.runtime.codec.Framed}, all version 1: index {@code BRBI}, log object {@code BRBL}, time object {@code BRBT}, pin {@code BRBP}, tombstone {@code BRBD}: u64 milliseconds since 1970, u32 groups; owner {@code BRBO}. Layers are layer files
 * ({@link org.borealisdb.storage.layer}), metadata the encoded volume metadata.
 *
 * <table border="1">
 * <caption>Content of an index, little-endian</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>8, 4, 8</td><td>volume, group, generation</td></tr>
 * <tr><td>string, 8</td><td>uploader; empty if there is none. Its signs of life</td></tr>
 * <tr><td>4, each</td><td>layers: object (string), u8 kind (1 delta, 2 base), u32 timeline, u64 after, u64 upTo, u64 bytes, u64 milliseconds since 1970 of its making</td></tr>
 * <tr><td>4, each</td><td>logs: object (string), u64 after, u64 upTo, u64 bytes</td></tr>
 * <tr><td>4, 12 each</td><td>progress: u32 timeline, u64 LSN up to which the group is whole in its history</td></tr>
 * <tr><td>string, 8</td><td>object and revision of the volume's metadata; empty but in group 0</td></tr>
 * <tr><td>4, each</td><td>time objects: object (string), u64 first and u64 last milliseconds; none but in group 0</td></tr>
 * <tr><td>4, 20 each</td><td>times: u64 milliseconds since 1970, u32 timeline, u64 VDL; none but in group 0</td></tr>
 * </table>
 *
 * <p>Threading: one task uploads log and replaces indexes, one makes layers and collects; each group's state has a lock.
 */
@NullMarked
package org.borealisdb.storage.backup;

import org.jspecify.annotations.NullMarked;
