/** Sessions end to end over a volume in memory. */
@NullMarked
package org.borealisdb.sql.service;

import org.jspecify.annotations.NullMarked;
