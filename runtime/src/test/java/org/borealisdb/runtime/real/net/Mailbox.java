package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.task.BoundedQueue;
import org.borealisdb.runtime.task.Tasks;

/** A node for tests: keeps messages as "sender:text", reads no more after "hold" until it is released, answers requests with "answer " and their text, on request badly. */
final class Mailbox implements MessageHandler {
    private final BoundedQueue<String> messages;
    private final BoundedQueue<Boolean> release;

    Mailbox(Tasks tasks) {
        this.messages = new BoundedQueue<>(tasks, "mailbox", 1_000_000);
        this.release = new BoundedQueue<>(tasks, "release", 1);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    @Override
    public void receive(Address from, ByteBuffer message) {
        if (!message.isReadOnly()) {
            throw new AssertionError("a message that its receiver could change");
        }
        String text = message.remaining() > 100 ? message.remaining() + " bytes" : text(message);
        if (text.equals("throw")) {
            throw new IllegalStateException("thrown on purpose");
        }
        messages.offer(from + ":" + text);
        if (text.equals("hold")) {
            release.take();
        }
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        String text = text(request);
        return switch (text) {
            case "throw" -> throw new IllegalStateException("refused on purpose");
            case "wait" -> {
                release.take();
                yield bytes("released");
            }
            default -> bytes("answer " + text);
        };
    }

    /** Ends the waiting requests, and goes on reading. */
    void release() {
        release.close();
    }

    /** The next message, waited for long. */
    String next() {
        return messages.take(TimeUnit.SECONDS.toNanos(20)).orElse("nothing");
    }

    /** The next message if it comes within a moment. */
    String soon() {
        return messages.take(TimeUnit.MILLISECONDS.toNanos(5)).orElse("nothing");
    }
}
