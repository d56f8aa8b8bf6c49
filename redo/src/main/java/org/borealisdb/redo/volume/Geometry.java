package org.borealisdb.redo.volume;

/**
 * How page numbers map to protection groups: group {@code g} has pages {@code g * pagesPerGroup} to {@code (g + 1) * pagesPerGroup - 1}.
 * Chosen when a volume is created, for ever.
 */
public record Geometry(int pagesPerGroup) {
    /** 10 GiB of pages. */
    public static final Geometry STANDARD = new Geometry(10 * 1024 * 64);

    /** Most groups of a volume: 128 TiB at the standard size. */
    public static final int MAX_GROUPS = 13_108;

    public Geometry {
        if (pagesPerGroup < 1) {
            throw new IllegalArgumentException("a protection group has at least one page: " + pagesPerGroup);
        }
    }

    public int groupOf(long pageNumber) {
        long group = pageNumber / pagesPerGroup;
        if (pageNumber < 0 || group >= MAX_GROUPS) {
            throw new IllegalArgumentException("page " + pageNumber + " is outside every volume");
        }
        return (int) group;
    }

    public long firstPage(int group) {
        return (long) group * pagesPerGroup;
    }
}
