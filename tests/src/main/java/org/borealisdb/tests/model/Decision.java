package org.borealisdb.tests.model;

/** What the metadata log can decide; each makes the next version of the metadata. */
sealed interface Decision {
    /** An opener takes the next volume epoch. */
    record Claimed() implements Decision {}

    /** It branches a new timeline at {@code vdl}. */
    record Branched(int vdl) implements Decision {}

    /** Step 1 of a change: {@code node} is about to take the place of the slot's current member. */
    record Replacing(int slot, int node) implements Decision {}

    /** Step 2: the slot belongs to the replacement. */
    record Settled(int slot) implements Decision {}

    /** Step 2, the other way: it belongs to whom it belonged before. */
    record Reverted(int slot) implements Decision {}

    /** The slot's current member has lost what it held, and takes its place anew: what it acknowledged before is void. */
    record Renewed(int slot) implements Decision {}

    /** Step 1 of a change of which slots count: those of {@code places} are about to. */
    record Counting(int places) implements Decision {}

    /** Step 2: they do. */
    record Recounted() implements Decision {}

    /** Step 2, the other way: those do that did before. */
    record CountedAsBefore() implements Decision {}

    /** Only as a mistake: both steps in one. */
    record RecountedAtOnce(int places) implements Decision {}

    /** Only as a mistake: all changing slots are settled at once. */
    record SettledAll() implements Decision {}
}
