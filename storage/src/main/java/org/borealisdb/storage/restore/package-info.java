/**
 * Making a volume out of a backup.
 *
 * <p>{@link org.borealisdb.storage.restore.BackupView} reads what a store has of a volume, finds the point that a time means, and says which objects each group needs there
 * ({@link org.borealisdb.storage.backup.GroupPlan}). {@link org.borealisdb.storage.restore.VolumeRestore} writes the folders of new storage nodes: metadata with a new timeline that branches at the
 * point, and segments whose layers are still in the store. Only what lies behind the last layer is fetched, as one layer of its own. So a restore costs as much as its last seconds, and the volume
 * opens as after a crash.
 *
 * <p>{@link org.borealisdb.storage.restore.LazyFileStore} is what such a node runs on: a file that is not there yet is read from the store, piece by piece, while
 * {@link org.borealisdb.storage.restore.RestoredFill} fetches all of them. The list of these files, {@code restore/files}, is a replaced file, magic {@code BRRS}, version 1:
 *
 * <table border="1">
 * <caption>Content of the list, little-endian</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>string</td><td>place of the object store</td></tr>
 * <tr><td>string</td><td>object that pins what is read</td></tr>
 * <tr><td>4, each</td><td>files: name (string), object (string), u64 length</td></tr>
 * </table>
 *
 * <p>Invariant: a name is on the list from before a manifest names it until it is here, whole and durable, or deleted. Where both are, the file here counts.
 */
@NullMarked
package org.borealisdb.storage.restore;

import org.jspecify.annotations.NullMarked;
