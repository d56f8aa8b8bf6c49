/**
 * An instance that owns no data: {@link org.borealisdb.engine.reader.LogApplier} applies the writer's log to the pages that it has cached, ends views whose row versions go, and says
 * when the catalog has changed. The rest of the engine works as on a writer, but for what would change something.
 *
 * <p>Threading: one task applies the log; sessions read beside it, as they read beside editors on a writer.
 */
@NullMarked
package org.borealisdb.engine.reader;

import org.jspecify.annotations.NullMarked;
