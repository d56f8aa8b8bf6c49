/**
 * Client protocols, sessions and authentication.
 *
 * <p>Everything that comes from a client is bounded and checked here. Imports {@code runtime}, {@code expr}, {@code sql} and
 * {@code cloud}.
 */
@NullMarked
package org.borealisdb.wire;

import org.jspecify.annotations.NullMarked;
