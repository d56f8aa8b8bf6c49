/** Drivers that know Aurora, unmodified, against a region: what they find out of it, and how they follow it. */
@NullMarked
package org.borealisdb.tests.driver;

import org.jspecify.annotations.NullMarked;
