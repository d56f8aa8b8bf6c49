/**
 * What compute and storage agree on: LSNs, redo records, mini-transactions, page images and applying redo, the geometry of
 * the volume (protection group, segment, epochs, quorum rule), and the messages of the storage protocol.
 *
 * <p>Pure: no task, no clock, no input or output, no logging. The storage node and the engine never see each other; they
 * meet here and on the network. Imports {@code runtime} (codecs and checksums).
 */
@NullMarked
package org.borealisdb.redo;

import org.jspecify.annotations.NullMarked;
