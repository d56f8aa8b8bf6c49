/**
 * The log on its way from the writer to readers, who own no data: they apply it to the pages that they have cached, and ask storage for the others.
 */
@NullMarked
package org.borealisdb.volume.stream;

import org.jspecify.annotations.NullMarked;
