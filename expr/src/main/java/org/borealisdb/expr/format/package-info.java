/**
 * Templates of to_char, to_date, to_timestamp and to_number (chapter 9.8 of PostgreSQL's manual).
 *
 * <p>{@link org.borealisdb.expr.format.DateTimeTemplate} and {@link org.borealisdb.expr.format.NumberTemplate} are what a
 * template says, read once; the writers make text of values with them, the readers make values of text. What PostgreSQL does
 * with templates that contradict themselves, and with text that does not fit, is followed to the letter: applications rely on
 * it. Names of months and days are English, signs and separators those of the locale C.
 *
 * <p>Templates are immutable; writers and readers belong to one call.
 */
@NullMarked
package org.borealisdb.expr.format;

import org.jspecify.annotations.NullMarked;
