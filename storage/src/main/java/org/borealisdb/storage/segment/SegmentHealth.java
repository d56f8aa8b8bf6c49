package org.borealisdb.storage.segment;

import java.util.Optional;

/**
 * What is wrong with a segment, and what it may have forgotten of what it acknowledged (R14). Guarded by its volume's lock.
 *
 * <p>It is <em>damaged</em> if its files did not read as they were written, and <em>in doubt</em> if they are sound but may not hold everything.
 */
public final class SegmentHealth {
    private String damage;
    /** What it can have acknowledged at most when damage was found. */
    private Abstention reached;
    /** The membership epoch that was known when it was found to have forgotten what it acknowledged, nobody knows how much; 0 if that is not so. */
    private int forgotUnder;
    /** True if its damage is remembered across restarts. */
    private boolean marked;
    /** True while whoever found the damage writes that down. */
    private boolean beingMarked;
    /** Why it may have forgotten what it acknowledged, while its files are sound; empty if it has not. */
    private String doubt = "";

    SegmentHealth(Optional<DamageMark> mark) {
        this.damage = mark.map(DamageMark::reason).orElse("");
        this.reached = mark.map(DamageMark::reached).orElse(Abstention.NONE);
        this.forgotUnder = mark.map(DamageMark::forgotUnder).orElse(0);
        this.marked = mark.isPresent();
    }

    /** Why it takes no log, if its files are damaged. */
    public Optional<String> damage() {
        return damage.isEmpty() ? Optional.empty() : Optional.of(damage);
    }

    boolean sound() {
        return damage.isEmpty();
    }

    /** Its files are damaged; it can't have acknowledged more than {@code most}. */
    void setDamage(String reason, Abstention most) {
        if (damage.isEmpty()) {
            damage = reason;
            reached = most;
        }
    }

    /** Its files don't say any more how far it had come: it waits for a membership that is newer than the one known now. */
    void setForgotten(String reason, int membershipEpoch) {
        if (damage.isEmpty()) {
            damage = reason;
            forgotUnder = membershipEpoch;
        }
    }

    /** The membership epoch under which it lost what it acknowledged, not knowing how much; 0 if that is not so. It is rebuilt under a newer one only (R14). */
    public int forgotUnder() {
        return forgotUnder;
    }

    /** What it can have acknowledged at most when damage was found. */
    Abstention reached() {
        return reached;
    }

    /** What must be remembered of its damage. */
    DamageMark mark() {
        return new DamageMark(damage, reached, forgotUnder);
    }

    boolean marked() {
        return marked;
    }

    /** True if it is damaged, and a restart would not show it for sure. */
    public boolean unmarked() {
        return !damage.isEmpty() && !marked;
    }

    /** True if it is {@link #unmarked}, and nobody is about to change that. */
    public boolean toBeMarked() {
        return unmarked() && !beingMarked;
    }

    void setBeingMarked() {
        beingMarked = true;
    }

    void setMarked() {
        marked = true;
        beingMarked = false;
    }

    /** Why it may have forgotten what it acknowledged, though nothing is wrong with its files. */
    public Optional<String> doubt() {
        return doubt.isEmpty() ? Optional.empty() : Optional.of(doubt);
    }

    void setDoubt(String reason, int membershipEpoch) {
        doubt = reason;
        forgotUnder = Math.max(forgotUnder, membershipEpoch);
    }

    /** It has files of which everything is known. */
    void renewed() {
        damage = "";
        reached = Abstention.NONE;
        marked = false;
        doubt = "";
        forgotUnder = 0;
    }

    /** It is known how far it must have come. */
    void resolved() {
        doubt = "";
        forgotUnder = sound() ? 0 : forgotUnder;
    }
}
