package org.borealisdb.redo.volume;

import org.borealisdb.runtime.net.Address;

/** A storage node as the home of one segment, with its availability zone. */
public record Member(Address node, String zone) {
    public Member {
        if (zone.isEmpty()) {
            throw new IllegalArgumentException("member " + node + " has no zone");
        }
    }
}
