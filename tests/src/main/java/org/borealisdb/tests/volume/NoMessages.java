package org.borealisdb.tests.volume;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.MessageHandler;

/** The handler of someone who only calls others. */
final class NoMessages implements MessageHandler {
    @Override
    public void receive(Address from, ByteBuffer message) {
        // Nobody has a reason to send anything here; a late duplicate does no harm.
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        throw new IllegalStateException("nothing is answered here");
    }
}
