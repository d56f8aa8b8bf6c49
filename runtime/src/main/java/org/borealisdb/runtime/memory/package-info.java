/**
 * Memory for page caches: one address range reserved once, of which any part may hold memory at a time.
 *
 * <p>The real implementation reserves address space from the operating system and gives memory back with {@code madvise}; where that
 * is not possible, and in simulations, {@link org.borealisdb.runtime.memory.ArenaPageMemory} takes the whole range from an arena.
 */
@NullMarked
package org.borealisdb.runtime.memory;

import org.jspecify.annotations.NullMarked;
