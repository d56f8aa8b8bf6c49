package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;

/** The 16 bytes that every storage message begins with; see the package description. */
final class MessageHeader {
    static final int BYTES = 16;

    private static final int MAGIC = 0x4D535242;

    private MessageHeader() {}

    /** Writes the header in front of a body that is complete: from byte 16 to the limit of {@code message}. */
    static void put(ByteBuffer message, MessageType type) {
        message.putInt(0, MAGIC);
        message.put(4, (byte) type.version());
        message.put(5, (byte) type.code());
        message.putShort(6, (short) 0);
        message.putInt(8, message.limit());
        message.putInt(12, Checksum.of(message, BYTES, message.limit() - BYTES));
    }

    /** Checks everything but the type, and answers that. {@code message} is little-endian and starts at 0. */
    static MessageType check(ByteBuffer message) {
        if (message.limit() < BYTES || message.getInt(0) != MAGIC) {
            throw new MalformedException("not a storage message: " + message.limit() + " bytes");
        }
        int code = message.get(5);
        MessageType type = MessageType.of(code)
                .orElseThrow(() -> new MalformedException("storage message of unknown type " + code));
        if (!type.reads(message.get(4)) || message.getShort(6) != 0) {
            throw new MalformedException("storage message of type " + type + " and unknown version " + message.get(4));
        }
        if (message.getInt(8) != message.limit()) {
            throw new MalformedException(
                    "storage message says " + message.getInt(8) + " bytes but has " + message.limit());
        }
        if (message.getInt(12) != Checksum.of(message, BYTES, message.limit() - BYTES)
                && !(type == MessageType.BATCH && PlantedBug.SKIP_JOURNAL_CHECKSUM.planted())) {
            throw new MalformedException("checksum of a storage message of type " + type + " does not match");
        }
        return type;
    }

    static void check(ByteBuffer message, MessageType expected) {
        MessageType type = check(message);
        if (type != expected) {
            throw new MalformedException("storage message of type " + type + " where " + expected + " was expected");
        }
    }
}
