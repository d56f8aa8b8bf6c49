/**
 * The client of the volume: LSN allocation, log writes to six segments of which four must answer, VCL and VDL, opening after a
 * crash with epochs, page reads, and the redo stream to readers.
 *
 * <p>Never sees {@code storage}. Imports {@code runtime}, {@code redo} and {@code cloud}.
 */
@NullMarked
package org.borealisdb.volume;

import org.jspecify.annotations.NullMarked;
