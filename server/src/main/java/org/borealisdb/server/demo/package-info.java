/**
 * Shows a person what a region survives: {@link org.borealisdb.server.demo.FailureDemo} runs a region of real processes ({@link
 * org.borealisdb.server.demo.RegionOfProcesses}), breaks it, and judges by what clients were told ({@link
 * org.borealisdb.server.demo.Ledger}).
 *
 * <p>Clients are {@code psql} processes, so that nothing of Borealis vouches for Borealis; end-to-end tests put another driver behind {@link
 * org.borealisdb.server.demo.ClientSession}. Plain threads; the ledger is shared, guarded
 * by its own lock. Never simulated.
 */
@NullMarked
package org.borealisdb.server.demo;

import org.jspecify.annotations.NullMarked;
