package org.borealisdb.benchmarks.getpage;

import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.Volume;

/** Six storage nodes, and a volume on them that is open for writing in this process. Used by one task, but for the volume. */
interface MeasuredStorage extends AutoCloseable {
    int NODES = 6;

    Volume volume();

    Tasks tasks();

    /** Pages from this one on were never written. */
    long firstPage();

    /** What this process has counted under a name. */
    long counted(String name);

    /** What page reads have been for all nodes together. */
    ReadWork reads();

    /** Bytes of layers of all nodes. */
    long layerBytes();

    @Override
    void close();
}
