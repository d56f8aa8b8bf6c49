package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.borealisdb.runtime.net.Address;

/**
 * Series of faults that belong together. Each leads to the edge of a rule that keeps data: where exactly three segments decide, where one
 * copy is all there is, where what was written a moment ago is needed at once. Single faults line up like this too rarely.
 */
final class Campaigns {
    private static final long MILLISECOND = Faults.MILLISECOND;

    private final Faults faults;
    private final SplittableRandom random;

    Campaigns(Faults faults, SplittableRandom random) {
        this.faults = faults;
        this.random = random;
    }

    /** Carries out one; takes a while. */
    void run() {
        switch (random.nextInt(8)) {
            case 0, 1 -> swing();
            case 2, 3, 4 -> few();
            case 5, 6 -> lostZone();
            default -> powerFailure();
        }
    }

    /**
     * Two parts of the region that are hardly ever up together, and openings in between. Whatever was acknowledged while one part was away
     * must be found with that part alone, or not be missed (R2, R7, R8); what was cut off while it was away must be gone when it returns (R9, R10).
     */
    private void swing() {
        faults.note("campaign.swing");
        List<Address> tails = faults.tails();
        // Three that hold no page, and three that do: either may have what the other lacks.
        List<Address> away = !tails.isEmpty() && random.nextInt(3) > 0 ? tails : faults.some(2 + random.nextInt(2));
        List<Address> here = faults.except(away);
        faults.awaitWork();
        faults.hold(away);
        pause(10, 150);
        boolean spareWriter = random.nextInt(4) == 0;
        for (int swings = 1 + random.nextInt(3); swings > 0 && !faults.over(); swings--) {
            if (!spareWriter) {
                faults.killWriter();
            }
            faults.hold(here);
            if (random.nextInt(4) == 0) {
                // One that was there comes along, having lost something.
                faults.rot(here.getFirst(), faults.journalFile(), random.nextLong(10, 100) * MILLISECOND);
            }
            faults.release(away);
            List<Address> before = here;
            here = away;
            away = before;
            spareWriter = random.nextInt(2) == 0;
            if (spareWriter) {
                faults.scan();
                faults.awaitWork();
                pause(1, 50);
            } else {
                pause(20, 500);
            }
        }
        comeBack(away);
    }

    /** They come back one by one; sometimes the last of them are all there is, before they have heard of anything (R10). */
    private void comeBack(List<Address> away) {
        List<Address> last = new ArrayList<>(away);
        int alone = random.nextInt(3);
        while (last.size() > alone && !faults.over()) {
            faults.release(List.of(last.remove(random.nextInt(last.size()))));
            pause(1, 100);
        }
        if (!last.isEmpty()) {
            List<Address> others = faults.except(last);
            faults.awaitWork();
            pause(5, 60);
            faults.hold(others);
            faults.release(last);
            faults.scan();
            pause(10, 150);
            faults.release(others);
        }
    }

    /**
     * Only a few segments get the log, then the writer dies. The next one finds log that no quorum has, and the few are soon lost: it must
     * have copied what it kept before it relied on it (R9).
     */
    private void few() {
        faults.note("campaign.few");
        List<Address> few = faults.some(random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3));
        List<Address> others = faults.except(few);
        faults.awaitWork();
        pause(1, 30);
        List<Address> writer = List.of(faults.writer());
        faults.cut(writer, others);
        faults.cut(few, others);
        faults.cut(others, few);
        if (random.nextInt(2) == 0) {
            // Then even they have it with holes, as long as nothing is sent again.
            faults.badNetwork(200, 700, random.nextLong(5, 100) * MILLISECOND);
            pause(1, 15);
        } else {
            pause(3, 60);
        }
        faults.killWriter();
        if (random.nextBoolean()) {
            faults.awaitWork();
        } else {
            pause(3, 300);
        }
        boolean lost = random.nextInt(2) == 0 && faults.lose(few.getFirst());
        if (!lost) {
            faults.hold(few);
        }
        faults.heal(few, others);
        if (lost) {
            pause(20, 300);
        } else {
            comeBack(few);
        }
    }

    /**
     * A zone is away for long, and its places are not to count meanwhile; one more node is lost then, and writers change. Sometimes the operator is mistaken, and the zone is
     * there, or is not back yet (R14).
     */
    private void lostZone() {
        faults.note("campaign.lostZone");
        int zone = random.nextInt(3);
        List<Address> lost = faults.zone(zone);
        faults.awaitWork();
        if (random.nextInt(4) > 0) {
            faults.hold(lost);
            pause(1, 200);
        }
        faults.loseZone(OptionalInt.of(zone));
        pause(20, 1_000);
        for (int times = random.nextInt(3); times > 0 && !faults.over(); times--) {
            List<Address> remaining = faults.except(lost);
            List<Address> one = List.of(remaining.get(random.nextInt(remaining.size())));
            faults.hold(one);
            if (random.nextBoolean()) {
                faults.killWriter();
            }
            faults.awaitWork();
            faults.scan();
            pause(5, 300);
            faults.release(one);
            pause(5, 100);
        }
        boolean early = random.nextInt(4) == 0;
        if (early) {
            faults.loseZone(OptionalInt.empty());
            pause(20, 300);
        }
        comeBack(lost);
        faults.loseZone(OptionalInt.empty());
        if (random.nextInt(3) == 0) {
            pause(1, 300);
            faults.killWriter();
        }
    }

    /** All nodes at once, and again before they have done much: what was acknowledged is in the journals, or nowhere (R4, R5). */
    private void powerFailure() {
        faults.note("campaign.powerFailure");
        faults.awaitWork();
        pause(1, 50);
        for (int times = 1 + random.nextInt(3); times > 0 && !faults.over(); times--) {
            if (random.nextInt(2) == 0) {
                faults.killWriter();
            }
            faults.hold(faults.all());
            pause(1, 30);
            faults.release(faults.all());
            pause(1, 100);
        }
    }

    /** Waits between these bounds; short waits are as likely as long ones. */
    private void pause(int leastMillis, int mostMillis) {
        double factor = Math.pow((double) mostMillis / leastMillis, random.nextDouble());
        faults.sleep((long) (leastMillis * MILLISECOND * factor));
    }
}
