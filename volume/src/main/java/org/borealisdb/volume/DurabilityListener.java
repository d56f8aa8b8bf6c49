package org.borealisdb.volume;

/** Told of progress of VDL; finishes commits. Must not wait for anything but short locks. */
@FunctionalInterface
public interface DurabilityListener {
    /** VDL is now {@code vdl}, and published. */
    void durableUpTo(long vdl);
}
