/** What readers forward, as bytes. */
@NullMarked
package org.borealisdb.sql.forward;

import org.jspecify.annotations.NullMarked;
