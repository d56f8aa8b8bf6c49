package org.borealisdb.tests.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.tests.model.Node.Health;

/** The protocol of commit, opening and membership, of one volume with one protection group: see the package. Its steps are in three parts. */
public final class Protocol implements Model<ProtocolState> {
    private final Scope scope;
    private final History root;
    private final Symmetry symmetry;
    private final Promises promises;
    private final CommitSteps commit;
    private final OpeningSteps opening;
    private final MembershipSteps membership;

    public Protocol(Scope scope) {
        this.scope = scope;
        root = new History(scope);
        symmetry = new Symmetry(root, scope.mix());
        promises = new Promises(scope);
        commit = new CommitSteps(scope, symmetry);
        opening = new OpeningSteps(scope, symmetry);
        membership = new MembershipSteps(scope, symmetry);
    }

    /** Checks the protocol within {@code scope}. */
    public static Verdict check(Scope scope, long mostStates) {
        return new Checker<>(new Protocol(scope), mostStates).check();
    }

    @Override
    public ProtocolState initial() {
        List<Node> nodes = Stream.concat(
                        Stream.generate(() -> new Node(0, 0, Health.SOUND, 0)).limit(Membership.COPIES),
                        Stream.generate(() -> new Node(-1, 0, Health.SOUND, 0)).limit(scope.spares()))
                .toList();
        return new ProtocolState(root, nodes, List.of(new Writer(0, 0)), Fence.NONE, List.of(), 0);
    }

    @Override
    public void steps(ProtocolState state, Steps<ProtocolState> steps) {
        commit.from(state, steps);
        opening.from(state, steps);
        membership.from(state, steps);
    }

    @Override
    public ProtocolState canonical(ProtocolState state) {
        return symmetry.canonical(state);
    }

    @Override
    public Optional<String> broken(ProtocolState state) {
        return promises.broken(state);
    }
}
