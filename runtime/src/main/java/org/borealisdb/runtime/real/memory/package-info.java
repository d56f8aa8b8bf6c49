/** Page memory straight from the operating system, through the foreign-function interface. */
@NullMarked
package org.borealisdb.runtime.real.memory;

import org.jspecify.annotations.NullMarked;
