/**
 * The one executable: the roles, the region in one process, and the command line.
 *
 * <p>The only place where implementations are chosen and wired. Imports everything but {@code simulation}.
 */
@NullMarked
package org.borealisdb.server;

import org.jspecify.annotations.NullMarked;
