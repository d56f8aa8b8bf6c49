package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Predicate;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionKeys;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.volume.healing.LostZone;

/** What a command needs that says whether the copies of a zone count. */
final class ZoneWork implements AutoCloseable {
    private static final long POLL_NANOS = 200_000_000;

    private final RealWorld world = RealWorld.create(ZoneWork::taskFailed);
    private final RegionPlan plan;
    private final RegionLog opened;
    private final MetadataLog log;
    private final PrintWriter out;

    ZoneWork(RegionPlace region, PrintWriter out) throws IOException {
        this.plan = region.plan();
        this.opened = RegionLog.of(plan, world);
        this.log = opened.log();
        this.out = out;
    }

    /** Only here is the log touched: every command is made at each start, before it is known where to log. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(ZoneWork.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    void checkExists(String zone) {
        if (!plan.storageByZone().containsKey(zone)) {
            throw new RegionProblemException("there is no zone " + zone + "; there are "
                    + String.join(", ", plan.storageByZone().keySet()));
        }
    }

    LostZone lostZone() {
        return new LostZone(log);
    }

    void tell(String line) {
        out.println(line);
        out.flush();
    }

    /** Groups of which {@code wanted} is true, of all volumes, by what is decided. */
    long counts(Predicate<Membership> wanted) {
        return RegionKeys.volumes(log).stream()
                .filter(volume -> !volume.deleted())
                .flatMap(volume -> volume.groups().stream())
                .filter(wanted)
                .count();
    }

    /** Waits until {@code done} is true of every group, telling how many it is not of. */
    void await(Predicate<Membership> done, String end) {
        long told = -1;
        while (true) {
            long left = counts(done.negate());
            if (left != told) {
                tell(left == 0 ? end : left + (left == 1 ? " group is" : " groups are") + " changing ...");
                told = left;
            }
            if (left == 0) {
                return;
            }
            world.tasks().sleep(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        opened.close();
        world.close();
    }
}
