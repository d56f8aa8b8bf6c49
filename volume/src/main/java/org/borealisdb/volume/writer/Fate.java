package org.borealisdb.volume.writer;

import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.volume.FencedException;
import org.jspecify.annotations.Nullable;

/** Whether a writer may go on. It ends once, for one reason: closed, fenced by a newer epoch, or broken by a fault of its own. */
public final class Fate {
    /** Why it ended. */
    public enum Kind {
        CLOSED,
        FENCED,
        BROKEN
    }

    private record End(Kind kind, String reason, @Nullable Throwable cause) {}

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    /** True until it has ended. */
    public boolean goesOn() {
        return end.get() == null;
    }

    /**
     * Returns if the writer may go on.
     *
     * @throws FencedException       if it was fenced
     * @throws IllegalStateException if it is closed or broken
     */
    public void check() {
        End ended = end.get();
        if (ended != null) {
            throw switch (ended.kind()) {
                case FENCED -> new FencedException(ended.reason());
                case CLOSED -> new IllegalStateException(ended.reason());
                case BROKEN -> new IllegalStateException(ended.reason(), ended.cause());
            };
        }
    }

    /** Ends it; true if it had not ended before. */
    boolean end(Kind kind, String reason) {
        return end(new End(kind, reason, null));
    }

    /** Ends it by a fault of our own. */
    boolean broken(String reason, Throwable cause) {
        return end(new End(Kind.BROKEN, reason, cause));
    }

    private boolean end(End why) {
        return end.compareAndSet(null, why);
    }
}
