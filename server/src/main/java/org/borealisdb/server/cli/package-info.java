/**
 * The command line: one class per command of {@code ./borealis}, gathered under {@link org.borealisdb.server.cli.Main}.
 *
 * <p>A command reads its options, says clearly what is wrong with them, and calls the role or the client that does the
 * work. It runs in a process of its own and is never simulated, so that it may use the JDK's files, processes and
 * standard streams directly.
 */
@NullMarked
package org.borealisdb.server.cli;

import org.jspecify.annotations.NullMarked;
