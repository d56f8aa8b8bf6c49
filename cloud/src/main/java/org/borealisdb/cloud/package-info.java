/**
 * Regional services as interfaces with a local implementation: metadata log, object store, keys, secrets, identity tokens,
 * names, machine-learning endpoint, metric sink.
 *
 * <p>Imports {@code runtime}.
 */
@NullMarked
package org.borealisdb.cloud;

import org.jspecify.annotations.NullMarked;
