/**
 * Page reads: {@link org.borealisdb.volume.reader.PageReader} asks one segment that is known to be complete, and falls over to the next.
 * Called by all tasks; state is in leaf monitors.
 */
@NullMarked
package org.borealisdb.volume.reader;

import org.jspecify.annotations.NullMarked;
