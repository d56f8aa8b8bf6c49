package org.borealisdb.engine.space;

/** What a page is, as its header says at {@link org.borealisdb.redo.page.Page#TYPE_OFFSET}. Zero means that the page was never written. */
public final class PageType {
    /** Given back to the allocator; whoever still meets it followed a reference that is no longer good. Only in memory: read again, such a page is as if it had never been written. */
    public static final int FREE = 1;

    /** Page 0: see {@link VolumeHeader}. */
    public static final int VOLUME_HEADER = 2;

    /** See {@link SpaceMap}. */
    public static final int SPACE_MAP = 3;

    /** See the package {@code btree}. */
    public static final int TREE_NODE = 4;

    /** Part of a value that is too long for a leaf. */
    public static final int OVERFLOW = 5;

    /** Older row versions. */
    public static final int UNDO = 6;

    /** Commit LSNs of transactions. */
    public static final int TRANSACTION_STATUS = 7;

    private PageType() {}
}
