/**
 * Values that configure a process, in types that carry their unit, and the test-only switch for planted bugs.
 */
@NullMarked
package org.borealisdb.runtime.config;

import org.jspecify.annotations.NullMarked;
