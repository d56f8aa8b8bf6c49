/**
 * When the volume was where: {@link org.borealisdb.engine.history.TimeIndex} notes, in pages of the volume itself, at which LSN it was durable at which time, so that a
 * time can be gone back to.
 *
 * <p>The index is part of what it tells of. So it survives whatever the data survive, and as of any point in history it knows the times up to that point, on the line of history that led there, and no
 * other.
 *
 * <p>Threading: one task notes; anyone may look.
 */
@NullMarked
package org.borealisdb.engine.history;

import org.jspecify.annotations.NullMarked;
