/**
 * The shape of a volume and the rules that all its parties agree on: page numbers to protection groups, memberships and quorums,
 * epochs that fence, the tree of timelines, and the volume's metadata record, which the metadata log decides and storage nodes
 * keep copies of. Pure values.
 */
@NullMarked
package org.borealisdb.redo.volume;

import org.jspecify.annotations.NullMarked;
