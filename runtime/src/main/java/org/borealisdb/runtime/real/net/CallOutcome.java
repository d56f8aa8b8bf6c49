package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;

/** How a call ended, if not by running out of time. */
sealed interface CallOutcome {
    record Answered(ByteBuffer answer) implements CallOutcome {}

    record Failed(String reason) implements CallOutcome {}
}
