/**
 * The command line as a person uses it: real processes of {@code ./borealis} on temporary data folders and free ports. {@link
 * org.borealisdb.tests.cli.Launcher} runs one command and keeps what it printed.
 */
@NullMarked
package org.borealisdb.tests.cli;

import org.jspecify.annotations.NullMarked;
