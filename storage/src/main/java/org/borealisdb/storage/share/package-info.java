/**
 * Layers that one node of a process makes and its other nodes take.
 *
 * <p>The copies of a group that live in one process fold the same log into the same layers, and merge these into the same larger ones, on the same cores. Here each such piece of work is done by one of them, and the
 * others copy the file (decision 103). Every copy has files of its own as before, whose sections are verified while they are copied. Nothing here is needed for a node to work: what is not offered, or does not fit, or
 * is lost, a node makes by itself; and nodes that have processes of their own do so always.
 */
@NullMarked
package org.borealisdb.storage.share;

import org.jspecify.annotations.NullMarked;
