/** Tests of regular expressions. */
@NullMarked
package org.borealisdb.expr.regex;

import org.jspecify.annotations.NullMarked;
