/**
 * What a volume consists of, as decided in the metadata log and told to storage nodes: {@link
 * org.borealisdb.volume.geometry.VolumeRecord} decides by compare-and-set, {@link org.borealisdb.volume.geometry.NodeCalls} asks
 * all nodes at once, {@link org.borealisdb.volume.geometry.GroupQuorums} counts, {@link
 * org.borealisdb.volume.geometry.Distribution} brings decided metadata to the nodes that must keep it, and {@link
 * org.borealisdb.volume.geometry.Placement} chooses the homes of new groups.
 *
 * <p>Invariant: nodes are never told of metadata that the log has not decided, so that a node's copy is at most as new as
 * the log (R7). Everything here may wait, and is called by openers, growth and creation only, never by the write path.
 */
@NullMarked
package org.borealisdb.volume.geometry;

import org.jspecify.annotations.NullMarked;
