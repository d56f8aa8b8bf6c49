/**
 * The page cache. {@link org.borealisdb.engine.buffer.BufferPool} keeps pages in off-heap frames; whoever reads takes no latch but
 * validates what it read; whoever edits goes through {@link org.borealisdb.engine.mtr.MiniTransaction}.
 *
 * <p>Invariants: a page is in at most one frame; one task loads it while others wait; a page is dropped only when its LSN is at or below VDL, for then the volume
 * has it; frames above VDL and frames fixed by mini-transactions are at most a quarter of the pool together (R16).
 *
 * <p>Eviction is CLOCK with a use counter of 0 to 3. The first use of a page leaves it at zero and scans never raise it, so a scan flushes nothing but
 * itself.
 *
 * <p>Threading: all types are safe for use by all tasks. Waiting happens in {@code admit}, {@code readable}, {@code pin}, {@code pinNew} and {@code resize} (all forbidden
 * while a latch is held), and for a latch. The pool's lock is held for short steps without I/O.
 */
@NullMarked
package org.borealisdb.engine.buffer;

import org.jspecify.annotations.NullMarked;
