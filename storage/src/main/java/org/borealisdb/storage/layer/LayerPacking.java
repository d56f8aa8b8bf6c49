package org.borealisdb.storage.layer;

/** Whether the sections of a layer are packed (LZ4): two nanoseconds a byte when it is written, one when it is read, for a third to a tenth of the bytes. */
public enum LayerPacking {
    /** What is merged soon, and written by all copies of a group at the same time. */
    PLAIN,
    /** What stays, and is most of what is stored; and what goes to the object store. */
    PACKED;

    /** That of a layer which is made of others: one that begins where its group does is seldom merged again. */
    public static LayerPacking of(LayerHeader header) {
        return header.after() == 0 ? PACKED : PLAIN;
    }
}
