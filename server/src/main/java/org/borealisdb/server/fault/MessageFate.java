package org.borealisdb.server.fault;

/**
 * What becomes of a message.
 *
 * @param lost       true if it never arrives
 * @param delayNanos how much later it arrives
 */
record MessageFate(boolean lost, long delayNanos) {
    static final MessageFate UNHARMED = new MessageFate(false, 0);
    static final MessageFate LOST = new MessageFate(true, 0);
}
