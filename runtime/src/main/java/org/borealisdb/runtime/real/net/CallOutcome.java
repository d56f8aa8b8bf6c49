package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;

/** How a call ended, if not by running out of time. */
sealed interface CallOutcome {
    record Answered(ByteBuffer answer) implements CallOutcome {}

    /**
     * It did not come to an answer.
     *
     * @param nobodyListens as in {@link org.borealisdb.runtime.net.NetworkException#nobodyListens()}
     */
    record Failed(String reason, boolean nobodyListens) implements CallOutcome {}
}
