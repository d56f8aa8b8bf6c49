package org.borealisdb.controlplane.node;

import org.borealisdb.controlplane.fleet.InstanceReport;

/** Who is told what a node of the control plane hears, and asks for. Called by tasks of the node. */
public interface FleetListener {
    /** Nobody needs to know. */
    FleetListener NOBODY = new FleetListener() {
        @Override
        public void heardOf(InstanceReport report) {}

        @Override
        public void wantsInstance(String why) {}
    };

    /** An instance has said how it is. Must not wait. */
    void heardOf(InstanceReport report);

    /**
     * The writer is gone, and nobody is there who could write. Asked again and again as long as that is so.
     *
     * @param why what is wrong with the writer
     * @throws org.borealisdb.runtime.error.OperationException if the metadata log cannot be reached
     */
    void wantsInstance(String why);
}
