package org.borealisdb.tests.model;

import java.util.stream.IntStream;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.tests.model.Inquiry.Purpose;
import org.borealisdb.tests.model.Model.Steps;
import org.borealisdb.tests.model.Node.Health;

/** Healers replace members, in two steps; members that lost what they held rebuild themselves. */
final class MembershipSteps {
    private final Scope scope;
    private final Symmetry symmetry;

    MembershipSteps(Scope scope, Symmetry symmetry) {
        this.scope = scope;
        this.symmetry = symmetry;
    }

    void from(ProtocolState state, Steps<ProtocolState> steps) {
        History history = state.history();
        Quorums quorums = history.quorums(history.newest());
        boolean mayDecide = history.changes() < scope.changes();
        for (int slot = 0; slot < Membership.COPIES; slot++) {
            if (!symmetry.standsAside(state, slot)) {
                if (mayDecide && quorums.replacement(slot) < 0) {
                    replace(state, slot, steps);
                } else if (mayDecide) {
                    step(state, new Decision.Reverted(slot), "a healer reverts slot " + (slot + 1), steps);
                    settle(state, slot, steps);
                }
                rebuild(state, slot, mayDecide, steps);
            }
        }
        if (mayDecide && scope.outages() > 0) {
            recount(state, quorums, steps);
        }
        if (mayDecide && scope.makes(Mistake.SETTLE_ALL_AT_ONCE)) {
            long changing = IntStream.range(0, Membership.COPIES)
                    .filter(slot -> quorums.replacement(slot) >= 0)
                    .count();
            if (changing > 1) {
                step(state, new Decision.SettledAll(), "a healer settles all slots at once", steps);
            }
        }
    }

    private void step(ProtocolState state, Decision decision, String name, Steps<ProtocolState> steps) {
        Draft draft = new Draft(scope, state);
        draft.decide(decision);
        int epoch = state.history().changes() + 2;
        steps.step(() -> name + " (membership epoch " + epoch + ")", draft.done());
    }

    /** By a spare that had a place before, or the next that never had one: these are alike. */
    private void replace(ProtocolState state, int slot, Steps<ProtocolState> steps) {
        History history = state.history();
        int newest = history.newest();
        boolean fresh = false;
        for (int spare = Membership.COPIES; spare < state.nodes().size() && !fresh; spare++) {
            if (!history.quorums(newest).contains(spare)) {
                fresh = history.joined(spare, newest) < 0;
                String name =
                        "a healer begins to replace the member of slot " + (slot + 1) + " by " + Roster.name(spare);
                step(state, new Decision.Replacing(slot, spare), name, steps);
            }
        }
    }

    private void settle(ProtocolState state, int slot, Steps<ProtocolState> steps) {
        History history = state.history();
        int newest = history.newest();
        int replacement = history.quorums(newest).replacement(slot);
        int joined = history.membershipEpoch(history.joined(replacement, newest));
        boolean compares = !scope.makes(Mistake.SETTLE_WITHOUT_COMPARING);
        Inquiry inquiry = inquiry(state, Purpose.SETTLE, slot);
        boolean enough = !compares || history.quorums(newest).readByCurrent(inquiry.answered());
        if (!enough) {
            int atLeast = scope.makes(Mistake.ASK_BEFORE_LEARNING) ? 1 : joined;
            for (int each = 0; each < Membership.COPIES; each++) {
                ask(state, inquiry, each, atLeast, steps);
            }
            return;
        }
        int wanted = compares ? wanted(history, inquiry) : 1;
        Draft draft = new Draft(scope, state);
        draft.learn(replacement, history.firstVersion(joined, history.currentTimeline()));
        Node node = draft.node(replacement);
        if (node.sound() && node.scl() >= wanted) {
            draft.decide(new Decision.Settled(slot));
            steps.step(
                    () -> "a healer settles slot " + (slot + 1) + " for " + Roster.name(replacement)
                            + ", which is complete up to " + node.scl() + "; wanted: " + wanted + " (membership epoch "
                            + (history.changes() + 2) + ")",
                    draft.done());
        }
    }

    /** An operator decides that two slots are to count no more, whichever they are, or that all are to; a healer settles that. */
    private void recount(ProtocolState state, Quorums quorums, Steps<ProtocolState> steps) {
        if (quorums.recounting()) {
            step(state, new Decision.CountedAsBefore(), "a healer leaves it at the slots that counted", steps);
            settleVoters(state, quorums, steps);
        } else if (!quorums.voters().equals(Voters.ALL)) {
            begin(state, Voters.ALL.places(), steps);
        } else if (state.history().outages() < scope.outages()) {
            for (int one = 0; one < Membership.COPIES; one++) {
                for (int other = one + 1; other < Membership.COPIES; other++) {
                    begin(state, Voters.ALL.places() & ~(1 << one | 1 << other), steps);
                }
            }
        }
    }

    private void begin(ProtocolState state, int places, Steps<ProtocolState> steps) {
        String which = Integer.toBinaryString(places);
        if (scope.makes(Mistake.RECOUNT_AT_ONCE)) {
            step(state, new Decision.RecountedAtOnce(places), "the slots " + which + " count", steps);
        } else {
            step(state, new Decision.Counting(places), "the slots " + which + " are about to count", steps);
        }
    }

    private void settleVoters(ProtocolState state, Quorums quorums, Steps<ProtocolState> steps) {
        History history = state.history();
        boolean compares = !scope.makes(Mistake.RECOUNT_WITHOUT_COMPARING);
        Inquiry inquiry = inquiry(state, Purpose.RECOUNT, Inquiry.ALL_SLOTS);
        if (compares && !quorums.readByCurrent(inquiry.answered())) {
            int atLeast = history.membershipEpoch(history.newest());
            for (int slot = 0; slot < Membership.COPIES; slot++) {
                ask(state, inquiry, slot, atLeast, steps);
            }
            return;
        }
        int wanted = compares ? wanted(history, inquiry) : 0;
        int complete = 0;
        for (int index = 0; index < state.nodes().size(); index++) {
            Node node = state.nodes().get(index);
            // Told on the current timeline, though perhaps under an older membership.
            boolean tells = node.sound()
                    && node.known() >= 0
                    && history.timeline(node.known()) == history.currentTimeline()
                    && history.joined(index, node.known()) == history.joined(index, history.newest());
            complete |= tells && node.scl() >= wanted ? 1 << index : 0;
        }
        if (quorums.recounted(complete)) {
            int holders = complete;
            Draft draft = new Draft(scope, state);
            draft.decide(new Decision.Recounted());
            steps.step(
                    () -> "a healer settles which slots count; complete up to " + wanted + " are nodes "
                            + Integer.toBinaryString(holders) + " (membership epoch " + (history.changes() + 2) + ")",
                    draft.done());
        }
    }

    private void rebuild(ProtocolState state, int slot, boolean mayDecide, Steps<ProtocolState> steps) {
        History history = state.history();
        int newest = history.newest();
        int index = history.quorums(newest).current(slot);
        Node node = state.nodes().get(index);
        if (node.sound()) {
            return;
        }
        if (scope.makes(Mistake.VOTE_AT_ONCE)) {
            vote(state, index, 1, 0, steps);
            return;
        }
        int atLeast = 1;
        if (!scope.makes(Mistake.REBUILD_WITHOUT_DECISION)) {
            if (node.health() == Health.LOST) {
                if (mayDecide) {
                    renew(state, slot, index, steps);
                }
                return;
            }
            atLeast = history.since(index, newest);
        }
        Inquiry inquiry = inquiry(state, Purpose.REBUILD, slot);
        if (!history.quorums(newest).readByCurrent(inquiry.answered())) {
            for (int each = 0; each < Membership.COPIES; each++) {
                if (each != slot) {
                    ask(state, inquiry, each, atLeast, steps);
                }
            }
        } else {
            vote(state, index, atLeast, wanted(history, inquiry), steps);
        }
    }

    private void renew(ProtocolState state, int slot, int index, Steps<ProtocolState> steps) {
        Draft draft = new Draft(scope, state);
        draft.decide(new Decision.Renewed(slot));
        draft.learn(index, state.history().newest() + 1);
        draft.health(index, Health.REBUILDING);
        int epoch = state.history().changes() + 2;
        steps.step(
                () -> Roster.name(index) + " has it decided that it rebuilds itself (membership epoch " + epoch + ")",
                draft.done());
    }

    private void vote(ProtocolState state, int index, int atLeast, int wanted, Steps<ProtocolState> steps) {
        History history = state.history();
        Draft draft = new Draft(scope, state);
        draft.learn(index, history.firstVersion(atLeast, history.currentTimeline()));
        int scl = draft.node(index).scl();
        if (scl >= wanted) {
            draft.health(index, Health.SOUND);
            steps.step(
                    () -> Roster.name(index) + " votes again, complete up to " + scl + "; wanted: " + wanted,
                    draft.done());
        }
    }

    /** The current member of a slot, which knows at least that membership epoch and is on the current timeline, says its SCL. */
    private void ask(ProtocolState state, Inquiry inquiry, int slot, int atLeast, Steps<ProtocolState> steps) {
        History history = state.history();
        int index = history.quorums(history.newest()).current(slot);
        if (((inquiry.answered() >> index) & 1) != 0
                || !state.nodes().get(index).sound()
                || symmetry.standsAside(state, index)) {
            return;
        }
        int version = history.firstVersion(atLeast, history.currentTimeline());
        Draft draft = new Draft(scope, state);
        draft.learn(index, version);
        int scl = draft.node(index).scl();
        draft.inquiry(new Inquiry(
                inquiry.purpose(),
                inquiry.slot(),
                inquiry.answered() | (1 << index),
                Math.max(inquiry.highest(), scl)));
        steps.step(
                () -> Roster.name(index) + " says, "
                        + (inquiry.slot() == Inquiry.ALL_SLOTS ? "" : "for slot " + (inquiry.slot() + 1) + ", ")
                        + "that it is complete up to "
                        + scl + CommitSteps.learning(state, index, version),
                draft.done());
    }

    /** What whoever takes a place must have reached: all that may be durable, as others know it, and all that is on the timeline from before it. */
    private int wanted(History history, Inquiry inquiry) {
        int branch = scope.makes(Mistake.IGNORE_BRANCH) ? 0 : history.branch(history.currentTimeline());
        return Math.max(inquiry.highest(), branch);
    }

    private static Inquiry inquiry(ProtocolState state, Purpose purpose, int slot) {
        for (Inquiry each : state.inquiries()) {
            if (each.isFor(purpose, slot)) {
                return each;
            }
        }
        return new Inquiry(purpose, slot, 0, 0);
    }
}
