package org.borealisdb.tests.model;

import java.util.List;

/**
 * A state of {@link Protocol}. Everything that is not named here follows from the history.
 *
 * @param history   what the metadata log has decided
 * @param nodes     the six first members, then the spares
 * @param writers   by timeline, from timeline 1 on
 * @param fence     of the opening under way; {@link Fence#NONE} also if there is none
 * @param inquiries under way, ordered by slot
 * @param damages   how many times a node has lost what it held
 */
record ProtocolState(
        History history, List<Node> nodes, List<Writer> writers, Fence fence, List<Inquiry> inquiries, int damages) {
    ProtocolState {
        nodes = List.copyOf(nodes);
        writers = List.copyOf(writers);
        inquiries = List.copyOf(inquiries);
    }

    Writer writer(int timeline) {
        return writers.get(timeline - 1);
    }
}
