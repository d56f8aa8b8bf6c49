package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * Follows where messages begin and end in one direction of the PostgreSQL protocol, after the start-up packet: a byte for the type, four for
 * the length that counts itself, the content. Looks at nothing else, and keeps nothing of what passes. Belongs to one task.
 */
final class MessageScan {
    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_BYTES = 4;

    private final IntConsumer begun;
    private int type;
    private int length;
    private int headerBytes;
    private int contentLeft;
    private boolean lost;

    /** A scan that tells {@code begun} the type of each message, once its header is there. */
    MessageScan(IntConsumer begun) {
        this.begun = begun;
    }

    /** Follows what is between position and limit of {@code bytes}, which stay as they are. */
    void follow(ByteBuffer bytes) {
        int at = bytes.position();
        int end = bytes.limit();
        while (at < end && !lost) {
            if (contentLeft > 0) {
                int step = Math.min(contentLeft, end - at);
                contentLeft -= step;
                at += step;
            } else if (headerBytes == 0 && end - at >= HEADER_BYTES) {
                begin(bytes.get(at) & 0xff, bytes.getInt(at + 1));
                at += HEADER_BYTES;
            } else {
                take(bytes.get(at) & 0xff);
                at++;
            }
        }
    }

    private void take(int next) {
        if (headerBytes == 0) {
            type = next;
            length = 0;
        } else {
            length = length << 8 | next;
        }
        headerBytes++;
        if (headerBytes == HEADER_BYTES) {
            headerBytes = 0;
            begin(type, length);
        }
    }

    private void begin(int messageType, int messageLength) {
        if (messageLength < LENGTH_BYTES) {
            lost = true;
            return;
        }
        contentLeft = messageLength - LENGTH_BYTES;
        begun.accept(messageType);
    }

    /** Whether what passed ends with the end of a message. Never again once something passed that is no message. */
    boolean betweenMessages() {
        return !lost && contentLeft == 0 && headerBytes == 0;
    }
}
