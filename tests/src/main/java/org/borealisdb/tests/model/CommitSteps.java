package org.borealisdb.tests.model;

import org.borealisdb.redo.volume.Membership;
import org.borealisdb.tests.model.Model.Steps;

/** Records reach nodes, from writers and from each other, and get lost; writers count. */
final class CommitSteps {
    private final Scope scope;
    private final Symmetry symmetry;

    CommitSteps(Scope scope, Symmetry symmetry) {
        this.scope = scope;
        this.symmetry = symmetry;
    }

    void from(ProtocolState state, Steps<ProtocolState> steps) {
        for (int node = 0; node < state.nodes().size(); node++) {
            if (!symmetry.standsAside(state, node)) {
                take(state, node, steps);
                lose(state, node, steps);
            }
        }
        for (int timeline = 1; timeline <= state.writers().size(); timeline++) {
            count(state, timeline, steps);
        }
    }

    /** A node takes one record under the metadata that it knows, or under one that it needs to know for that. */
    private void take(ProtocolState state, int index, Steps<ProtocolState> steps) {
        History history = state.history();
        int known = state.nodes().get(index).known();
        for (int version = Math.max(known, 0); version <= history.newest(); version++) {
            boolean begins = version == history.beginning(history.timeline(version));
            boolean joins = index >= Membership.COPIES && version == history.joined(index, version);
            if ((version == known || begins || joins)
                    && history.quorums(version).contains(index)) {
                for (int lsn = 1; lsn <= scope.records(); lsn++) {
                    if (version != known || !state.nodes().get(index).has(lsn)) {
                        take(state, index, version, lsn, steps);
                    }
                }
            }
        }
    }

    private void take(ProtocolState state, int index, int version, int lsn, Steps<ProtocolState> steps) {
        if (!sends(state, version, lsn) && !peerHas(state, index, version, lsn)) {
            return;
        }
        Draft draft = new Draft(scope, state);
        draft.learn(index, version);
        if (!draft.node(index).has(lsn)) {
            draft.take(index, lsn);
            steps.step(
                    () -> Roster.name(index) + " takes record " + lsn + " of timeline "
                            + state.history().timeline(version) + learning(state, index, version),
                    draft.done());
        }
    }

    /** True if the writer of that version's epoch, and no opener, has sent this record. */
    private static boolean sends(ProtocolState state, int version, int lsn) {
        History history = state.history();
        int timeline = history.timeline(version);
        return history.writerEpoch(timeline) == history.epoch(version) && lsn > history.branch(timeline);
    }

    private static boolean peerHas(ProtocolState state, int index, int version, int lsn) {
        History history = state.history();
        for (int other = 0; other < state.nodes().size(); other++) {
            Node peer = state.nodes().get(other);
            if (other != index
                    && peer.sound()
                    && peer.has(lsn)
                    && lsn <= history.visibleUpTo(history.timeline(version), history.timeline(peer.known()))) {
                return true;
            }
        }
        return false;
    }

    private void lose(ProtocolState state, int index, Steps<ProtocolState> steps) {
        Node node = state.nodes().get(index);
        if (state.damages() < scope.damages() && node.sound() && node.records() != 0) {
            Draft draft = new Draft(scope, state);
            draft.lose(index);
            steps.step(() -> Roster.name(index) + " loses what it holds, and abstains", draft.done());
        }
    }

    /** A writer learns of a newer membership of its own epoch, and finds more durable than before. */
    private void count(ProtocolState state, int timeline, Steps<ProtocolState> steps) {
        History history = state.history();
        Writer writer = state.writer(timeline);
        for (int version = writer.known() + 1;
                version <= history.newest() && history.epoch(version) == history.writerEpoch(timeline);
                version++) {
            int learnt = version;
            Draft draft = new Draft(scope, state);
            int durable = draft.durable(timeline, version);
            if (durable > writer.acknowledged()) {
                draft.writerLearns(timeline, version);
                steps.step(
                        () -> "the writer of timeline " + timeline + " learns membership epoch "
                                + history.membershipEpoch(learnt) + ", and acknowledges up to " + durable,
                        draft.done());
            }
        }
    }

    /** For a trace: what a node learns on the way. */
    static String learning(ProtocolState state, int index, int version) {
        History history = state.history();
        int known = state.nodes().get(index).known();
        return version <= known
                ? ""
                : ", having learnt volume epoch " + history.epoch(version) + ", membership epoch "
                        + history.membershipEpoch(version) + ", timeline " + history.timeline(version);
    }
}
