/**
 * The run-time settings as a table of declarations ({@code settings.txt}): names, types, units, ranges, and who may change them when. A value is kept
 * as a text in the unit of its setting, as {@code pg_settings} shows it, and shown with the largest unit that it is a whole number of. Stateless; safe for
 * use by all tasks.
 */
@NullMarked
package org.borealisdb.sql.setting;

import org.jspecify.annotations.NullMarked;
