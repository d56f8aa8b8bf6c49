package org.borealisdb.redo.message;

import java.util.Optional;

/** The types of storage messages with their codes on the wire, which never change, and the versions of their formats, each counting by itself. */
public enum MessageType {
    /** Version 2 may have records that free pages. */
    BATCH(1, 2, 1),
    ACKNOWLEDGEMENT(2, 2),
    HEARTBEAT(3),
    REJECTION(4),
    FENCE(5),
    FENCED(6, 2),
    INSTALL(7),
    INSTALLED(8, 2),
    FETCH_LOG(9),
    FETCHED_LOG(10, 2),
    READ_PAGE(11),
    PAGE_IMAGE(12),
    READ_REFUSED(13),
    GOSSIP(14, 2),
    STATUS_REQUEST(15),
    NODE_STATUS(16, 4),
    PREPARE_PAGES(17),
    PAGES_PREPARED(18),
    FETCH_PAGES(19),
    /** Version 2 may have records that free pages. */
    FETCHED_PAGES(20, 2, 1),
    SETTLE(21),
    SETTLED(22),
    CHECKSUM_PAGES(26),
    PAGE_CHECKSUMS(27),
    COMPARE_AGAIN(28),
    FOLLOW(29),
    WELCOME(30),
    STREAMED_LOG(31),
    WRITER_REPORT(32),
    READER_REPORT(33),
    NEW_METADATA(34),
    FAREWELL(35),
    /** Any content would do for these two: so no flipped bit makes their code of another one. */
    QUESTION(56),
    REPLY(57);

    private static final MessageType[] BY_CODE = new MessageType[64];

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int version;
    private final int oldest;

    MessageType(int code) {
        this(code, 1);
    }

    MessageType(int code, int version) {
        this(code, version, version);
    }

    MessageType(int code, int version, int oldest) {
        this.code = code;
        this.version = version;
        this.oldest = oldest;
    }

    public int code() {
        return code;
    }

    int version() {
        return version;
    }

    /** True if messages of {@code version} are read; {@link #version} is written. */
    boolean reads(int version) {
        return version >= oldest && version <= this.version;
    }

    static Optional<MessageType> of(int code) {
        return code < 0 || code >= BY_CODE.length ? Optional.empty() : Optional.ofNullable(BY_CODE[code]);
    }
}
