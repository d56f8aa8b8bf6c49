/**
 * What this instance has done with its tables since it was opened: {@link org.borealisdb.engine.activity.TableActivity} counts for a table, {@link
 * org.borealisdb.engine.activity.ReadActivity} for what is read of it or of an index, {@link org.borealisdb.engine.activity.ChangedRows} and {@link org.borealisdb.engine.activity.ReadRows} for a
 * transaction until it ends. Nothing of it is stored: the counts begin at 0 with the instance. Safe for use by
 * all tasks.
 */
@NullMarked
package org.borealisdb.engine.activity;

import org.jspecify.annotations.NullMarked;
