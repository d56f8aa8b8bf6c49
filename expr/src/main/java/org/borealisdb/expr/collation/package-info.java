/**
 * Collations: orders of texts, and how letters change their case in a language. Those of languages are ICU's, which is loaded when the first of
 * them is asked for. All are deterministic: only texts of the same characters are equal, so equality, hashing and grouping need none.
 */
@NullMarked
package org.borealisdb.expr.collation;

import org.jspecify.annotations.NullMarked;
