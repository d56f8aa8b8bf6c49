package org.borealisdb.runtime.config;

import org.jspecify.annotations.Nullable;

/**
 * Deliberate mistakes that prove the tests: each can be switched on by tests (never by configuration), and the simulation must then
 * find it. None is ever on in production. The switch is one static field, so that asking costs nothing in compiled code.
 */
public enum PlantedBug {
    /** The writer counts a batch as durable at three acknowledgements. */
    ACKNOWLEDGE_AT_THREE,
    /** The journal acknowledges before its write is durable. */
    SKIP_JOURNAL_SYNC,
    /** A storage node takes and acknowledges batches of an older volume epoch, and their writer counts that. */
    IGNORE_VOLUME_EPOCH,
    /** Nobody compares back links: that of a batch with the batch before, nor that of a record with the page's LSN. */
    SKIP_BACK_LINK_CHECK,
    /** VDL is VCL, whether a mini-transaction ends there or not. */
    VDL_PAST_CPL,
    /** Folding builds images of records above VDL. */
    IMAGE_PAST_VDL,
    /** A restarted journal goes on with the generation it found. */
    REUSE_JOURNAL_GENERATION,
    /** The page cache evicts pages above VDL. */
    EARLY_EVICTION,
    /** Opening distributes its branch before everything below is on a write quorum. */
    BRANCH_BEFORE_DURABLE,
    /** New LSNs after an opening start right above VDL, not above VDL + LAL. */
    REUSE_LSNS_AFTER_OPENING,
    /** A segment acknowledges its highest LSN, gaps or not. */
    SCL_IGNORES_GAPS,
    /** A segment serves pages above its SCL as if it had every record. */
    SERVE_INCOMPLETE_PAGE,
    /** Opening takes VCL from the fence of two segments instead of three. */
    FENCE_OF_TWO,
    /** A segment that returns serves before it has learnt the timelines. */
    SERVE_BEFORE_LEARNING,
    /** The writer answers without a valid lease. */
    IGNORE_LEASE,
    /** Journal blocks are read back without their checksum, or that of the batches in them, being compared. */
    SKIP_JOURNAL_CHECKSUM,
    /** Journal files are recycled before their batches are in layers. */
    RECYCLE_JOURNAL_EARLY,
    /** The writer counts segments whatever membership their nodes know, and what it heard under earlier ones. */
    COUNT_OTHER_MEMBERSHIPS,
    /** A change of membership is settled without comparing what the new member has with what may be durable. */
    SETTLE_UNSEEN,
    /** A segment that may have forgotten what it acknowledged votes as soon as its files are sound again. */
    VOTE_BEFORE_REBUILT,
    /** Nodes collect what is being copied from them, and give what is left. */
    COPY_WITHOUT_PIN,
    /** Sections of layers are read without their checksum being compared. */
    SKIP_LAYER_CHECKSUM,
    /** A node that finds a page to differ from its peers' goes on serving it, whatever most of them have. */
    TRUST_OWN_COPY,
    /** Everything that is sealed in one file is sealed under the same nonce. */
    REPEAT_NONCE,
    /** Each use of a file derives its key from the same salt. */
    REUSE_FILE_SALT,
    /** The index of a backup names objects whatever the store said when they were put there. */
    INDEX_BEFORE_OBJECT,
    /** Three segments are a fence though none of them is full. */
    FENCE_OF_TAILS,
    /** A tail lets log go that the full segments do not have. */
    TRIM_UNHELD,
    /** A merge leaves a page out that is free, though a version from before may still be asked for. */
    FREED_PAGE_DROPPED_EARLY,
    /** A journal is read at a start without what the stage has of it. */
    STAGE_NOT_READ;

    private static @Nullable PlantedBug planted;

    /** True if this bug was planted by the running test. */
    public boolean planted() {
        return planted == this;
    }

    /** Plants this bug, until {@link #removeAll()}. Tests only. */
    public void plant() {
        planted = this;
    }

    /** Back to correct behaviour. */
    public static void removeAll() {
        planted = null;
    }
}
