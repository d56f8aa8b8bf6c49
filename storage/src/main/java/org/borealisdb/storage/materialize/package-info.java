/**
 * The background work of a node (R6): folding received log into layers, merging layers and collecting what nobody may ask for, and giving journal files
 * back.
 *
 * <p>{@link org.borealisdb.storage.materialize.Materializer} is the one task. Folding stops at VDL; a page whose chain of deltas grows long gets an image.
 * What can't be folded, above VDL or beyond a gap, moves into a raw log when its journal file is wanted back. Layer files are durable before the
 * manifest names them, and the manifest before memory and journal let go.
 *
 * <p>What a layer may lack: of each page, everything before its newest base (an image, or a record that begins the page) at or below the
 * {@link org.borealisdb.storage.materialize.Floor} at the time; and that base too if it says that the page is free, and no older layer has anything of the page, so that
 * free pages leave the layers. A manifest that names such a layer says so with its collection floor and log floor:
 * below them no page version is served, and no log is given to peers.
 *
 * <p>What others want of a segment's files (a base copied from peers instead of its layers, an abstention, the end of a segment that is placed elsewhere now) they leave in
 * {@link org.borealisdb.storage.materialize.SegmentChanges}, and this task does it.
 *
 * <p>The work keeps a {@link org.borealisdb.storage.materialize.Budget}: it rests as long as it works, unless log arrives faster than that.
 *
 * <p>Threading: one task owns all files of all segments; it takes a volume's lock only to look and to swap. Folding goes on in between while a merge
 * takes long; merges never nest.
 */
@NullMarked
package org.borealisdb.storage.materialize;

import org.jspecify.annotations.NullMarked;
