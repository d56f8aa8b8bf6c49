package org.borealisdb.tests.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.tests.model.Node.Health;

/**
 * The state that a step is about to reach: a copy that can be changed, and what a change of one part means for the others. Used by one step.
 */
final class Draft {
    private final Scope scope;
    private final ProtocolState before;
    private History history;
    private final Node[] nodes;
    private final List<Writer> writers;
    private Fence fence;
    private final List<Inquiry> inquiries;
    private int damages;

    Draft(Scope scope, ProtocolState state) {
        this.scope = scope;
        before = state;
        history = state.history();
        nodes = state.nodes().toArray(Node[]::new);
        writers = new ArrayList<>(state.writers());
        fence = state.fence();
        inquiries = new ArrayList<>(state.inquiries());
        damages = state.damages();
    }

    Node node(int index) {
        return nodes[index];
    }

    /** Decides; whoever was at work under the version before has to begin again. */
    void decide(Decision decision) {
        history = history.with(decision);
        fence = Fence.NONE;
        inquiries.clear();
        if (decision instanceof Decision.Branched(int vdl)) {
            Writer last = writers.removeLast();
            writers.add(new Writer(last.known(), Math.max(last.acknowledged(), vdl)));
            writers.add(new Writer(history.newest(), vdl));
        }
    }

    void fence(Fence next) {
        fence = next;
    }

    void inquiry(Inquiry next) {
        inquiries.removeIf(each -> each.isFor(next.purpose(), next.slot()));
        inquiries.add(next);
        inquiries.sort(Comparator.comparingInt(Inquiry::slot).thenComparing(Inquiry::purpose));
    }

    /** The node is told of {@code version}: it moves to its timeline, and discards what was cut off. One that gets a new place begins empty. */
    void learn(int index, int version) {
        Node node = nodes[index];
        if (version <= node.known()) {
            return;
        }
        remember(index);
        node = nodes[index];
        if (history.joined(index, version) > node.known() && index >= Membership.COPIES) {
            nodes[index] = new Node(version, 0, Health.SOUND, node.said());
            return;
        }
        long visible = history.visibleUpTo(history.timeline(version), history.timeline(node.known()));
        int kept = visible >= Node.MOST_RECORDS ? node.records() : node.records() & ((1 << visible) - 1);
        nodes[index] = new Node(version, kept, node.health(), node.said());
    }

    void take(int index, int lsn) {
        nodes[index] = nodes[index].with(lsn);
    }

    void lose(int index) {
        remember(index);
        Node node = nodes[index];
        nodes[index] = new Node(node.known(), 0, Health.LOST, node.said());
        damages++;
    }

    void health(int index, Health health) {
        Node node = nodes[index];
        nodes[index] = new Node(node.known(), node.records(), health, node.said());
    }

    /** The writer learns of {@code version}, and sorts what it has heard, or will, by what it may count now. */
    void writerLearns(int timeline, int version) {
        Writer writer = writers.get(timeline - 1);
        for (int index = 0; index < nodes.length; index++) {
            Node node = nodes[index];
            if (node.said() == 0) {
                continue;
            }
            int countable = countableSaid(node, index, timeline, version);
            for (int key = history.membershipEpoch(writer.known()) + 1;
                    key <= history.membershipEpoch(version);
                    key++) {
                node = node.saying(timeline, key, 0);
            }
            nodes[index] = node.saying(timeline, Node.COUNTABLE, countable);
        }
        writers.set(timeline - 1, new Writer(version, writer.acknowledged()));
    }

    /** How far the records of a timeline are durable as its writer sees it under {@code version}, if it hears all that was ever said. */
    int durable(int timeline, int version) {
        int durable = writers.get(timeline - 1).acknowledged();
        while (durable < scope.records()) {
            int set = 0;
            for (int index = 0; index < nodes.length; index++) {
                set |= counted(index, timeline, version) > durable ? 1 << index : 0;
            }
            if (!history.quorums(version).write(set)) {
                return durable;
            }
            durable++;
        }
        return durable;
    }

    private int counted(int index, int timeline, int version) {
        Node node = nodes[index];
        int counted = countableSaid(node, index, timeline, version);
        if (acknowledges(node, timeline)) {
            int epoch = history.membershipEpoch(node.known());
            boolean old = epoch <= history.membershipEpoch(version) || scope.makes(Mistake.COUNT_NEWER_MEMBERSHIPS);
            if (old && epoch >= since(index, version)) {
                counted = Math.max(counted, node.scl());
            }
        }
        return counted;
    }

    private int countableSaid(Node node, int index, int timeline, int version) {
        if (node.said() == 0) {
            return 0;
        }
        int before = history.membershipEpoch(writers.get(timeline - 1).known());
        int since = since(index, version);
        int countable = since <= before ? node.said(timeline, Node.COUNTABLE) : 0;
        for (int key = Math.max(before + 1, since); key <= history.membershipEpoch(version); key++) {
            countable = Math.max(countable, node.said(timeline, key));
        }
        return countable;
    }

    /** Keeps what the node has acknowledged up to now, for it may be heard at any time from now on. */
    private void remember(int index) {
        Node node = nodes[index];
        if (node.known() < 0 || !acknowledges(node, history.timeline(node.known()))) {
            return;
        }
        int timeline = history.timeline(node.known());
        Writer writer = writers.get(timeline - 1);
        int epoch = history.membershipEpoch(node.known());
        int key = epoch;
        if (epoch <= history.membershipEpoch(writer.known()) || scope.makes(Mistake.COUNT_NEWER_MEMBERSHIPS)) {
            if (epoch < since(index, writer.known())) {
                return;
            }
            key = Node.COUNTABLE;
        }
        if (node.scl() > Math.max(writer.acknowledged(), node.said(timeline, key))) {
            nodes[index] = node.saying(timeline, key, node.scl());
        }
    }

    /** True if what the node acknowledges now is for the writer of {@code timeline}. */
    private boolean acknowledges(Node node, int timeline) {
        return node.sound()
                && node.known() >= 0
                && history.timeline(node.known()) == timeline
                && history.epoch(node.known()) == history.writerEpoch(timeline);
    }

    private int since(int index, int version) {
        return scope.makes(Mistake.COUNT_EARLIER_TERMS) ? 0 : history.since(index, version);
    }

    /** The state, in which every writer has counted what it could, and nothing is kept that can't make a difference any more. */
    ProtocolState done() {
        int open = 0;
        for (int timeline = 1; timeline <= writers.size(); timeline++) {
            Writer writer = writers.get(timeline - 1);
            int durable = durable(timeline, writer.known());
            if (durable > writer.acknowledged()) {
                writers.set(timeline - 1, new Writer(writer.known(), durable));
            }
            boolean gains = mayGain(timeline);
            for (int index = 0; index < nodes.length; index++) {
                nodes[index] = nodes[index].forgetting(timeline, gains ? durable : Node.MOST_RECORDS);
            }
            open |= gains ? 1 << timeline : 0;
        }
        for (int index = 0; index < nodes.length; index++) {
            blur(index, open);
        }
        for (int index = 0; index < nodes.length; index++) {
            nodes[index] = nodes[index].equals(before.nodes().get(index)) ? nodes[index] : history.shared(nodes[index]);
        }
        return new ProtocolState(
                history,
                List.of(nodes),
                writers.equals(before.writers()) ? before.writers() : history.shared(List.copyOf(writers)),
                fence.equals(before.fence()) ? before.fence() : history.shared(fence),
                inquiries.equals(before.inquiries()) ? before.inquiries() : history.shared(List.copyOf(inquiries)),
                damages);
    }

    /** False if the writer of {@code timeline} can't acknowledge anything more, whatever happens and whatever it learns. */
    private boolean mayGain(int timeline) {
        Writer writer = writers.get(timeline - 1);
        int epoch = history.writerEpoch(timeline);
        int set = 0;
        for (int index = 0; index < nodes.length; index++) {
            Node node = nodes[index];
            boolean may = node.known() < 0 || history.epoch(node.known()) <= epoch || node.said(timeline) != 0;
            set |= may ? 1 << index : 0;
        }
        boolean may = false;
        for (int version = writer.known(); version <= history.newest() && history.epoch(version) == epoch; version++) {
            may |= history.quorums(version).write(set);
        }
        return may && writer.acknowledged() < scope.records();
    }

    /**
     * Which membership a node knows matters while a writer may count what it acknowledges, and to the opening under way if it is the newest. Else it
     * takes the first that it could as well have known under its volume epoch.
     */
    private void blur(int index, int openTimelines) {
        Node node = nodes[index];
        int known = node.known();
        if (known <= 0 || (known == history.newest() && !history.opened())) {
            return;
        }
        int timeline = history.timeline(known);
        if (((openTimelines >> timeline) & 1) != 0 && history.epoch(known) == history.writerEpoch(timeline)) {
            return;
        }
        int version = known;
        while (version > 0
                && history.epoch(version - 1) == history.epoch(known)
                && history.timeline(version - 1) == history.timeline(known)
                && history.joined(index, version - 1) == history.joined(index, known)) {
            version--;
        }
        nodes[index] = new Node(version, node.records(), node.health(), node.said());
    }
}
