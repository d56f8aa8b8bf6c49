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
 * <p><b>Why an optimistic read is right.</b> A latch is a counter, odd while held. An editor makes it odd before its first change and even, one higher, after
 * its last; so does eviction, and loading, before the frame gets another page. A reader takes an even version, then checks
 * that the frame has its page, reads, and compares the version. If it is the same, no editor, eviction or load began in between, and the version is 40 bits long,
 * so it cannot have come round again within a read.
 *
 * <p><b>Why eviction is right.</b> A frame is evicted only if its page's LSN is at or below VDL, where the volume answers with this very page. The evictor latches
 * the frame, makes its page number unfindable, and looks at the pins after that; a pinner adds its pin and looks at the page number after that. So at
 * least one of them sees the other and steps back.
 *
 * <p>Threading: all types are safe for use by all tasks. Waiting happens in {@code admit}, {@code readable}, {@code pin}, {@code pinNew} and {@code resize} (all forbidden
 * while a latch is held), and for a latch. The pool's lock is held for short steps without I/O.
 */
@NullMarked
package org.borealisdb.engine.buffer;

import org.jspecify.annotations.NullMarked;
