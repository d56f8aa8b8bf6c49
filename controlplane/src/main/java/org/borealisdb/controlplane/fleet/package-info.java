/**
 * What is known of a cluster's instances and decided about them. {@link org.borealisdb.controlplane.fleet.WriterRecord} is the one decision that all go by: who is to write. It is in the metadata log, changed by
 * compare-and-set ({@link org.borealisdb.controlplane.fleet.WriterRegistry}). Instances say how they are to the control plane, and get a
 * {@link org.borealisdb.controlplane.fleet.FleetView} for an answer ({@link org.borealisdb.controlplane.fleet.FleetLink}). Bytes are in docs/formats.md.
 */
@NullMarked
package org.borealisdb.controlplane.fleet;

import org.jspecify.annotations.NullMarked;
