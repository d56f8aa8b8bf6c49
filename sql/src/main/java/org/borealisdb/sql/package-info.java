/**
 * From SQL text to rows: {@code ast}, {@code parse}, {@code bind}, {@code plan}, {@code optimize}, {@code execute}, the functions
 * and the system catalogs.
 *
 * <p>One pipeline; the dialects differ in parser, binding rules, functions and catalogs. Imports {@code runtime}, {@code expr},
 * {@code engine} and {@code cloud}.
 */
@NullMarked
package org.borealisdb.sql;

import org.jspecify.annotations.NullMarked;
