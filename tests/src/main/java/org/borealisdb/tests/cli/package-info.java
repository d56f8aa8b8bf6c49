/** Commands of the test suites that are too long for every build: they talk to a person and are never simulated. */
@NullMarked
package org.borealisdb.tests.cli;

import org.jspecify.annotations.NullMarked;
