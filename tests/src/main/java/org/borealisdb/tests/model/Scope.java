package org.borealisdb.tests.model;

import java.util.EnumSet;
import java.util.Set;
import org.borealisdb.redo.volume.SegmentMix;

/**
 * How much may happen. Everything that is possible within these bounds is checked, and nothing beyond.
 *
 * @param records    LSNs 1 to this are written, 1 to 3
 * @param spares     nodes beyond the six, 0 to 2
 * @param openings   claims of a volume epoch after the first writer's, 0 to 2
 * @param changes    decisions about the membership, 0 to 6
 * @param outages    times that two slots are to count no more, until all do again
 * @param damages    times that a node loses what it held
 * @param threeOfSix openings may go on with a read quorum that is complete
 * @param mix        which slots are full
 * @param mistakes   made on purpose
 */
public record Scope(
        int records,
        int spares,
        int openings,
        int changes,
        int outages,
        int damages,
        boolean threeOfSix,
        SegmentMix mix,
        Set<Mistake> mistakes) {
    public Scope {
        if (records < 1
                || records > Node.MOST_RECORDS
                || spares < 0
                || spares > 2
                || openings < 0
                || openings >= Node.MOST_TIMELINES
                || changes < 0
                || changes >= Node.MOST_MEMBERSHIPS) {
            throw new IllegalArgumentException("the states of such a scope have no room: " + records + " records, "
                    + spares + " spares, " + openings + " openings, " + changes + " changes");
        }
        mistakes = Set.copyOf(mistakes);
    }

    /** One writer of so many records, and nothing else. */
    public static Scope ofRecords(int most) {
        return new Scope(most, 0, 0, 0, 0, 0, true, SegmentMix.SIX_FULL, Set.of());
    }

    public Scope records(int most) {
        return new Scope(most, spares, openings, changes, outages, damages, threeOfSix, mix, mistakes);
    }

    public Scope spares(int most) {
        return new Scope(records, most, openings, changes, outages, damages, threeOfSix, mix, mistakes);
    }

    public Scope openings(int most) {
        return new Scope(records, spares, most, changes, outages, damages, threeOfSix, mix, mistakes);
    }

    public Scope changes(int most) {
        return new Scope(records, spares, openings, most, outages, damages, threeOfSix, mix, mistakes);
    }

    public Scope outages(int most) {
        return new Scope(records, spares, openings, changes, most, damages, threeOfSix, mix, mistakes);
    }

    public Scope damages(int most) {
        return new Scope(records, spares, openings, changes, outages, most, threeOfSix, mix, mistakes);
    }

    /** The same with openings that wait for a complete write quorum, however long it takes. */
    public Scope patient() {
        return new Scope(records, spares, openings, changes, outages, damages, false, mix, mistakes);
    }

    /** The same with three full slots and three tails. */
    public Scope tails() {
        return new Scope(
                records,
                spares,
                openings,
                changes,
                outages,
                damages,
                threeOfSix,
                SegmentMix.THREE_FULL_THREE_TAIL,
                mistakes);
    }

    public Scope with(Mistake mistake) {
        EnumSet<Mistake> more = EnumSet.of(mistake);
        more.addAll(mistakes);
        return new Scope(records, spares, openings, changes, outages, damages, threeOfSix, mix, more);
    }

    boolean makes(Mistake mistake) {
        return !mistakes.isEmpty() && mistakes.contains(mistake);
    }

    @Override
    public String toString() {
        return records + " records, " + openings + " openings, " + changes + " changes, " + spares + " spares, "
                + damages + " damages" + (outages == 0 ? "" : ", " + outages + " outages")
                + (threeOfSix ? "" : ", patient") + (mix.hasTails() ? ", " + mix : "")
                + (mistakes.isEmpty() ? "" : ", " + mistakes);
    }
}
