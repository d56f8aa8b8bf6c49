/**
 * The interfaces of {@code runtime}, deterministic: virtual time, seeded scheduling, lossy network, torn disk, crashes.
 *
 * <p>One task runs at a time, in an order that the seed picks, so that a seed and a commit replay a whole region exactly.
 * Used by tests only. Imports {@code runtime}.
 */
@NullMarked
package org.borealisdb.simulation;

import org.jspecify.annotations.NullMarked;
