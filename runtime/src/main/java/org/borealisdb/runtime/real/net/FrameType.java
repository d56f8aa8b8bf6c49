package org.borealisdb.runtime.real.net;

import java.util.Optional;

/** What a frame is. The numbers are part of the format. */
enum FrameType {
    /** Opener's name, wanted peer's name and challenge. */
    HELLO(1),
    /** The other side's challenge and proof. */
    CHALLENGE(2),
    /** The opener's proof. */
    PROOF(3),
    /** A one-way message. */
    MESSAGE(4),
    REQUEST(5),
    /** The answer to a request. */
    ANSWER(6),
    /** Why a request has no answer: text in UTF-8. */
    ERROR(7),
    /** Sign of life of the opener, which wants one back. */
    PING(8),
    PONG(9);

    private static final FrameType[] TYPES = values();

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<FrameType> of(int number) {
        return number >= 1 && number <= TYPES.length ? Optional.of(TYPES[number - 1]) : Optional.empty();
    }
}
