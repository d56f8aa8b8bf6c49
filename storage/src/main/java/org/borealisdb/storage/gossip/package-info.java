/**
 * How copies of a group become equal without the writer: nodes tell each other how far their segments are and how new their metadata are, and
 * pull what they lack.
 *
 * <p>{@link org.borealisdb.storage.gossip.Gossiper} is the task that tells and pulls; {@link org.borealisdb.storage.gossip.LogSource} answers who pulls, from
 * memory or, for what is there no more, from layers. Pulled batches take the same path as sent ones: journaled before they
 * count. Metadata travel too (R10): who sees an older revision than its own answers with a rejection that carries the newest.
 *
 * <p>Threading: one task pulls; any task may be answered.
 */
@NullMarked
package org.borealisdb.storage.gossip;

import org.jspecify.annotations.NullMarked;
