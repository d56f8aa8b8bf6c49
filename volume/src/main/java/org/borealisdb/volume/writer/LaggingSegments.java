package org.borealisdb.volume.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.quorum.QuorumTracker;

/**
 * Sends batches again to segments that lack some and have made no progress for a while: they, or their acknowledgements, were lost. Each time
 * in vain doubles the time until the next, up to a bound; a segment that is down for long costs little. Used by the volume's keeper alone.
 */
final class LaggingSegments {
    /** Most bytes sent again to one segment at a time. */
    private static final long RESEND_BYTES = 1 << 20;

    private static final int LONGEST_FACTOR = 16;

    private final QuorumTracker tracker;
    private final SentBatches sent;
    private final NodeCalls calls;
    private final Metrics metrics;
    private final long resendAfterNanos;
    private final List<TreeMap<Address, Lag>> lags = new ArrayList<>();

    /** What is known of one segment's delay. */
    private static final class Lag {
        boolean behind;
        long scl;
        long since;
        long patience;
    }

    LaggingSegments(QuorumTracker tracker, SentBatches sent, NodeCalls calls, Metrics metrics, long resendAfterNanos) {
        this.tracker = tracker;
        this.sent = sent;
        this.calls = calls;
        this.metrics = metrics;
        this.resendAfterNanos = resendAfterNanos;
    }

    /** Looks at all segments, and sends what is due; true if any is behind. */
    boolean resend(long now) {
        List<Membership> memberships = tracker.memberships();
        boolean anyBehind = false;
        for (int group = 0; group < memberships.size(); group++) {
            if (lags.size() == group) {
                lags.add(new TreeMap<>());
            }
            sent.forget(group);
            long target = tracker.sentLsn(group);
            for (Member member : memberships.get(group).members()) {
                Lag lag = lags.get(group).computeIfAbsent(member.node(), _ -> new Lag());
                long scl = tracker.scl(group, member.node());
                if (scl >= target) {
                    lag.behind = false;
                    continue;
                }
                anyBehind = true;
                if (due(lag, scl, now)) {
                    resend(group, scl, member.node());
                }
            }
        }
        return anyBehind;
    }

    private boolean due(Lag lag, long scl, long now) {
        if (!lag.behind || lag.scl != scl) {
            lag.behind = true;
            lag.scl = scl;
            lag.since = now;
            lag.patience = resendAfterNanos;
            return false;
        }
        if (now - lag.since < lag.patience) {
            return false;
        }
        lag.since = now;
        lag.patience = Math.min(lag.patience * 2, resendAfterNanos * LONGEST_FACTOR);
        return true;
    }

    private void resend(int group, long scl, Address node) {
        List<Batch> missing = sent.after(group, scl, RESEND_BYTES);
        if (missing.isEmpty()) {
            metrics.count("volume.resend.left-to-gossip");
        }
        for (Batch batch : missing) {
            metrics.count("volume.resend.batches");
            calls.send(node, batch.bytes());
        }
    }
}
