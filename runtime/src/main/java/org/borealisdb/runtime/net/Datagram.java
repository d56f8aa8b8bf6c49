package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;

/**
 * One packet as it came.
 *
 * @param sender who sent it, as far as can be told: senders of packets can lie
 * @param content from its first byte to its last; the receiver's own
 */
public record Datagram(HostPort sender, ByteBuffer content) {}
