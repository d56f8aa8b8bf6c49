/**
 * The servers that are compared, each run as a person would run it, in a temporary folder and on free ports: Borealis in one process
 * or in seven, PostgreSQL alone or with six synchronous standbys. {@link org.borealisdb.benchmarks.contender.Workspace} owns the folder
 * and every process, and ends them all whatever happens. One thread uses them.
 */
@NullMarked
package org.borealisdb.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
