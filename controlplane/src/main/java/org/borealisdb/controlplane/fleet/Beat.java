package org.borealisdb.controlplane.fleet;

import java.util.Optional;

/**
 * What somebody asks a node of the control plane: a sign of life of an instance, or a mere question of a gateway. It is answered with a {@link FleetView} as soon as there is one that the asker has not seen, or after a moment.
 *
 * @param report      what an instance says of itself; empty if the asker is none
 * @param incarnation of the view that the asker has seen last; 0 if none
 * @param version     of that view
 */
public record Beat(Optional<InstanceReport> report, long incarnation, long version) {}
