package org.borealisdb.tests.volume;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.simulation.task.Scheduler;
import org.borealisdb.volume.Volume;

/** The end of a run: all sound segments have converged, and each of their pages is what the model says. */
final class Audit {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 30 * SECOND;

    private final Scheduler scheduler;
    private final Endpoint endpoint;
    private final SimulatedRegion region;
    private final Set<Address> damaged;
    private final VolumeId id;
    private final Volume volume;
    private final PageModel model;
    private final long vdl;

    /** An audit of {@code volume}, which nobody writes any more. */
    Audit(
            Scheduler scheduler,
            Endpoint endpoint,
            SimulatedRegion region,
            Set<Address> damaged,
            VolumeId id,
            Volume volume,
            PageModel model) {
        this.scheduler = scheduler;
        this.endpoint = endpoint;
        this.region = region;
        this.damaged = damaged;
        this.id = id;
        this.volume = volume;
        this.model = model;
        this.vdl = volume.vdl();
    }

    void run() {
        PageModel.check(
                vdl == volume.appendedLsn(), "VDL is " + vdl + ", but " + volume.appendedLsn() + " was appended");
        int sound = 0;
        for (Member member : region.members()) {
            sound += sound(member.node()) ? 1 : 0;
        }
        PageModel.check(sound >= region.members().size() - damaged.size(), "only " + sound + " nodes have everything");
    }

    /** True if the node has everything; false if its files were damaged and it abstains. */
    private boolean sound(Address node) {
        long giveUp = scheduler.now() + (damaged.contains(node) ? SECOND : PATIENCE);
        String missing = missing(node);
        while (!missing.isEmpty()) {
            if (scheduler.now() > giveUp) {
                PageModel.check(damaged.contains(node), node + " does not converge: " + missing);
                break;
            }
            scheduler.sleep(20_000_000);
            missing = missing(node);
        }
        boolean sound = missing.isEmpty();
        int pages = volume.groups() * volume.geometry().pagesPerGroup();
        for (long page = 0; page < pages; page++) {
            sound &= pageIsRight(node, page);
        }
        return sound;
    }

    /** What the node lacks, in words; empty if nothing. */
    private String missing(Address node) {
        try {
            StorageMessage answer = ask(node, new StatusRequest(id));
            if (!(answer instanceof NodeStatus status)) {
                return answer.toString();
            }
            for (int group = 0; group < volume.groups(); group++) {
                int wanted = group;
                long tail = model.groupTail(group, volume.geometry(), vdl);
                Optional<SegmentProgress> segment = status.segments().stream()
                        .filter(each -> each.group() == wanted)
                        .findFirst();
                if (segment.isEmpty() || segment.get().scl() < tail) {
                    return "group " + group + " needs LSN " + tail + ": " + status;
                }
            }
            return "";
        } catch (OperationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** True if the node serves the page as the model has it; false if it refuses; fails if it serves something else. */
    private boolean pageIsRight(Address node, long page) {
        try {
            VolumeMetadata metadata = metadata(node, page);
            long tail = model.groupTail(metadata.geometry().groupOf(page), metadata.geometry(), vdl);
            int timeline = metadata.timelines().current().id();
            StorageMessage answer = ask(node, new ReadPage(id, metadata.epoch(), timeline, page, vdl, tail));
            if (answer instanceof PageImage image) {
                Optional<Integer> crc = image.present()
                        ? Optional.of(SimulatedWriter.crc(MemorySegment.ofBuffer(image.image())))
                        : Optional.empty();
                model.checkRead("auditor of " + node, page, vdl, crc);
                return true;
            }
            PageModel.check(damaged.contains(node), node + " does not serve page " + page + ": " + answer);
        } catch (OperationException e) {
            PageModel.check(damaged.contains(node), node + " does not serve page " + page + ": " + e.getMessage());
        }
        return false;
    }

    /** The newest metadata of the volume, from the rejection of a question that is out of date. */
    private VolumeMetadata metadata(Address node, long page) {
        StorageMessage answer = ask(node, new ReadPage(id, VolumeEpoch.NONE, 1, page, 0, 0));
        if (answer instanceof Rejection rejection) {
            return rejection.newest();
        }
        throw new AssertionError(node + " answered a question of no epoch with " + answer);
    }

    private StorageMessage ask(Address node, StorageMessage question) {
        return StorageMessages.decode(endpoint.call(node, StorageMessages.encode(question), SECOND));
    }
}
