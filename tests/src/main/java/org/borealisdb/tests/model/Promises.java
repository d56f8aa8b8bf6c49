package org.borealisdb.tests.model;

import java.util.Optional;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;

/** What must be true in every state. */
final class Promises {
    private final Quorum belowBranch;

    Promises(Scope scope) {
        belowBranch = scope.threeOfSix() ? Quorum.READ : Quorum.WRITE;
    }

    Optional<String> broken(ProtocolState state) {
        return cutOff(state).or(() -> overlooked(state)).or(() -> scarce(state));
    }

    /** A branch keeps everything that the writer before it has acknowledged, or ever will; and no branch is below an earlier one. */
    private static Optional<String> cutOff(ProtocolState state) {
        History history = state.history();
        for (int timeline = 2; timeline <= history.currentTimeline(); timeline++) {
            int branch = history.branch(timeline);
            int acknowledged = state.writer(timeline - 1).acknowledged();
            if (acknowledged > branch || branch < history.branch(timeline - 1)) {
                return Optional.of("record " + acknowledged + " of timeline " + (timeline - 1)
                        + " was acknowledged to a client, but timeline " + timeline + " branches at " + branch);
            }
        }
        return Optional.empty();
    }

    /** As soon as an opener who may still succeed has computed VDL, nothing above it is acknowledged any more. */
    private static Optional<String> overlooked(ProtocolState state) {
        int timeline = state.history().currentTimeline();
        int acknowledged = state.writer(timeline).acknowledged();
        return state.fence().computed() && state.fence().vdl() < acknowledged
                ? Optional.of("record " + acknowledged + " of timeline " + timeline
                        + " was acknowledged to a client, but the opener found VDL "
                        + state.fence().vdl())
                : Optional.empty();
    }

    /**
     * What is durable stays on a write quorum of the slots that count, whoever holds them; or on a read quorum, if an opener was content with that. Slots whose
     * member has lost what it held, and knows that, answer no fence: one that meets a quorum of holders and these meets the holders.
     */
    private Optional<String> scarce(ProtocolState state) {
        History history = state.history();
        int timeline = history.currentTimeline();
        int durable = state.writer(timeline).acknowledged();
        Quorums quorums = history.quorums(history.newest());
        for (int lsn = 1; lsn <= durable; lsn++) {
            int holders = 0;
            int lost = 0;
            for (int slot = 0; slot < Membership.COPIES; slot++) {
                int index = quorums.current(slot);
                Node node = state.nodes().get(index);
                boolean has = node.sound()
                        && node.has(lsn)
                        && lsn <= history.visibleUpTo(timeline, history.timeline(node.known()));
                holders |= has ? 1 << index : 0;
                lost |= node.sound() ? 0 : 1 << index;
            }
            Quorum needed = lsn <= history.branch(timeline) ? belowBranch : Quorum.WRITE;
            if (!quorums.byCurrent(needed, holders | lost)) {
                return Optional.of(
                        "record " + lsn + " is durable, but only " + Integer.bitCount(holders) + " slots hold it");
            }
        }
        return Optional.empty();
    }
}
