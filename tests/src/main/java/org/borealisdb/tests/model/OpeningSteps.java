package org.borealisdb.tests.model;

import org.borealisdb.tests.model.Model.Steps;

/** Openers claim the next epoch, fence, compute VDL, and branch when everything up to there is on a quorum. */
final class OpeningSteps {
    private final Scope scope;
    private final Symmetry symmetry;

    OpeningSteps(Scope scope, Symmetry symmetry) {
        this.scope = scope;
        this.symmetry = symmetry;
    }

    void from(ProtocolState state, Steps<ProtocolState> steps) {
        History history = state.history();
        if (history.openings() < scope.openings()) {
            Draft draft = new Draft(scope, state);
            draft.decide(new Decision.Claimed());
            steps.step(() -> "an opener claims volume epoch " + (history.epoch(history.newest()) + 1), draft.done());
        }
        if (history.opened()) {
            return;
        }
        for (int node = 0; node < state.nodes().size(); node++) {
            if (!symmetry.standsAside(state, node)) {
                fence(state, node, steps);
            }
        }
        if (state.fence().computed()) {
            branch(state, steps);
        } else if (history.quorums(history.newest()).fence(state.fence().answered())) {
            compute(state, steps);
        }
    }

    /** A node learns of the opening and answers with what it has; later answers only say that it has learnt, and how far it is complete. */
    private void fence(ProtocolState state, int index, Steps<ProtocolState> steps) {
        History history = state.history();
        int version = history.newest();
        Node node = state.nodes().get(index);
        Fence fence = state.fence();
        boolean done = fence.computed() ? node.known() == version : ((fence.answered() >> index) & 1) != 0;
        if (done || !node.sound() || !history.quorums(version).contains(index)) {
            return;
        }
        Draft draft = new Draft(scope, state);
        draft.learn(index, version);
        int records = draft.node(index).records();
        if (!fence.computed()) {
            draft.fence(new Fence(fence.answered() | (1 << index), fence.union() | records, Fence.NOT_COMPUTED));
        }
        steps.step(
                () -> Roster.name(index) + " answers the fence of volume epoch " + history.epoch(version)
                        + " with records " + names(records) + CommitSteps.learning(state, index, version),
                draft.done());
    }

    /** VDL is the end of the gap-free union above the branch. */
    private void compute(ProtocolState state, Steps<ProtocolState> steps) {
        History history = state.history();
        int branch = history.branch(history.currentTimeline());
        int union = state.fence().union() | ((1 << branch) - 1);
        int vdl = Integer.numberOfTrailingZeros(~union);
        Draft draft = new Draft(scope, state);
        draft.fence(new Fence(0, 0, vdl));
        steps.step(
                () -> "the opener of volume epoch " + history.epoch(history.newest()) + " finds VDL " + vdl,
                draft.done());
    }

    private void branch(ProtocolState state, Steps<ProtocolState> steps) {
        History history = state.history();
        int vdl = state.fence().vdl();
        int complete = 0;
        for (int index = 0; index < state.nodes().size(); index++) {
            Node node = state.nodes().get(index);
            boolean has = node.sound() && node.known() == history.newest() && node.scl() >= vdl;
            complete |= has ? 1 << index : 0;
        }
        int set = complete;
        if (history.quorums(history.newest()).complete(set) || scope.makes(Mistake.BRANCH_BEFORE_DURABLE)) {
            Draft draft = new Draft(scope, state);
            draft.decide(new Decision.Branched(vdl));
            steps.step(
                    () -> "it branches timeline " + (history.currentTimeline() + 1) + " at " + vdl
                            + ": complete nodes are " + Integer.bitCount(set),
                    draft.done());
        }
    }

    private static String names(int records) {
        StringBuilder names = new StringBuilder("{");
        for (int lsn = 1; lsn <= Node.MOST_RECORDS; lsn++) {
            if (((records >> (lsn - 1)) & 1) != 0) {
                names.append(names.length() > 1 ? ", " : "").append(lsn);
            }
        }
        return names.append('}').toString();
    }
}
