package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A journal's handle of the stage. One task writes; one other settles. */
public final class StageMember {
    private final JournalStage stage;
    private final String name;
    private final byte[] nameBytes;
    private volatile boolean leaving;

    StageMember(JournalStage stage, String name) {
        this.stage = stage;
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
    }

    String name() {
        return name;
    }

    byte[] nameBytes() {
        return nameBytes;
    }

    boolean leaving() {
        return leaving;
    }

    /** The stage's identity. */
    public StageId stage() {
        return stage.id();
    }

    /** False if the stage takes nothing, and will not. */
    public boolean takes() {
        return stage.takes();
    }

    /** Tells of every block of this journal that its owner has not said to be {@link #settled}, and of earlier ones. */
    public void replay(Consumer<StagedBlock> visitor) {
        stage.replay(this, visitor);
    }

    /**
     * Makes a block durable, with those of others.
     *
     * @param salt     of the journal file's use
     * @param position in that file, where no other block of that use will ever be
     * @param block    without padding; not consumed
     * @return false if it is not durable here, for it is too large, there is no room, or the disk fails: the journal is to write it by itself
     */
    public boolean write(long salt, long position, ByteBuffer block) {
        return stage.write(this, salt, position, block);
    }

    /**
     * Waits until a file of the stage that has blocks of this journal is to be used again, and says up to which use of files the journal is to settle what it has: with every block that it has written by then synced.
     *
     * @return 0 if this member leaves
     */
    public long awaitUnsettled() {
        return stage.awaitUnsettled(this);
    }

    /** All blocks of this journal in uses of files up to {@code throughUse} are durable in the journal itself. */
    public void settled(long throughUse) {
        stage.settled(this, throughUse);
    }

    /** All blocks of this journal are durable in the journal itself. */
    public void settledAll() {
        stage.settled(this, Long.MAX_VALUE);
    }

    /** Has {@link #awaitUnsettled} return 0 from now on. */
    public void leave() {
        leaving = true;
        stage.leaving();
    }
}
