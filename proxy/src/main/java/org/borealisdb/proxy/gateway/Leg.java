package org.borealisdb.proxy.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointChoice;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.Streams;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to an instance, from the choice to the end. One task makes and uses it; any task may end it, at any moment, with a reason, of
 * which the first counts.
 */
final class Leg {
    private final Endpoint endpoint;
    private final Instance instance;

    @GuardedBy("this")
    private @Nullable StreamConnection stream;

    @GuardedBy("this")
    private boolean over;

    @GuardedBy("this")
    private @Nullable String reason;

    @GuardedBy("this")
    private long endedNanos;

    Leg(Endpoint endpoint, Instance instance) {
        this.endpoint = endpoint;
        this.instance = instance;
    }

    /** The instance as it was when it was chosen. */
    Instance instance() {
        return instance;
    }

    /** Whether the endpoint still allows it. */
    boolean standsIn(TopologyView view) {
        return EndpointChoice.keeps(endpoint, instance, view);
    }

    /** Ends it if the endpoint does not allow it any more; true if this did it. */
    boolean endUnlessItStandsIn(TopologyView view, long now) {
        return !standsIn(view) && end(whatBecame(view), now);
    }

    private String whatBecame(TopologyView view) {
        String subject = "instance \"" + instance.name() + "\"";
        String cluster = "cluster \"" + view.cluster() + "\"";
        Optional<Instance> present = view.instance(instance.name());
        if (present.isEmpty() || !present.get().address().equals(instance.address())) {
            return subject + " has left " + cluster;
        }
        if (!present.get().healthy()) {
            return subject + " of " + cluster + " does not answer";
        }
        return switch (present.get().role()) {
            case WRITER -> subject + " has become the writer of " + cluster;
            case READER -> subject + " is no longer the writer of " + cluster;
        };
    }

    /**
     * Connects.
     *
     * @throws NetworkException if that fails, or the leg was ended meanwhile
     */
    StreamConnection connect(Streams streams, long timeoutNanos) {
        StreamConnection made = streams.connect(instance.address(), timeoutNanos);
        synchronized (this) {
            if (!over) {
                stream = made;
                return made;
            }
        }
        made.close();
        throw new NetworkException("instance " + instance.name() + " is no longer what was asked for");
    }

    /** Ends it because of something that the client should be told; true if it was not over before. */
    boolean end(String why, long now) {
        return finish(why, now);
    }

    /** Ends it because it is not needed any more. */
    void close() {
        finish(null, 0);
    }

    private boolean finish(@Nullable String why, long now) {
        StreamConnection made;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            reason = why;
            endedNanos = now;
            made = stream;
        }
        if (made != null) {
            made.close();
        }
        return true;
    }

    /** Whether it was ended for a reason more than {@code nanos} before {@code now}. */
    synchronized boolean endedLongBefore(long now, long nanos) {
        return reason != null && now - endedNanos > nanos;
    }

    /** Why it was ended, if it was, for a reason. */
    synchronized Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
