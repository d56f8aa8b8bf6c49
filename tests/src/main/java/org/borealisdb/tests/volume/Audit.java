package org.borealisdb.tests.volume;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.simulation.task.Scheduler;
import org.borealisdb.volume.writer.WritableVolume;

/** The end of a run: whoever holds a segment, by what was decided in the end, has converged, and each of its pages is what the model says. */
final class Audit {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 60 * SECOND;

    private final Scheduler scheduler;
    private final Endpoint endpoint;
    private final SimulatedRegion region;
    private final Nemesis nemesis;
    private final WritableVolume volume;
    private final PageModel model;
    private final long vdl;

    /** An audit of {@code volume}, which nobody writes any more. */
    Audit(
            Scheduler scheduler,
            Endpoint endpoint,
            SimulatedRegion region,
            Nemesis nemesis,
            WritableVolume volume,
            PageModel model) {
        this.scheduler = scheduler;
        this.endpoint = endpoint;
        this.region = region;
        this.nemesis = nemesis;
        this.volume = volume;
        this.model = model;
        this.vdl = volume.vdl();
    }

    void run() {
        PageModel.check(
                vdl == volume.appendedLsn(), "VDL is " + vdl + ", but " + volume.appendedLsn() + " was appended");
        VolumeMetadata metadata = settled();
        awaitConvergence(() -> metadata);
        for (int group = 0; group < metadata.groups().size(); group++) {
            long first = metadata.geometry().firstPage(group);
            for (Member member : present(metadata.group(group))) {
                if (!metadata.group(group).full(member.node())) {
                    checkTail(metadata, member.node(), first);
                    continue;
                }
                for (long page = first; page < first + metadata.geometry().pagesPerGroup(); page++) {
                    awaitPage(metadata, member.node(), page);
                }
            }
        }
    }

    /** A tail serves no page. */
    private void checkTail(VolumeMetadata metadata, Address node, long page) {
        int timeline = metadata.timelines().current().id();
        StorageMessage answer = ask(node, new ReadPage(metadata.id(), metadata.epoch(), timeline, page, vdl, 0));
        PageModel.check(
                answer instanceof ReadRefused refused && refused.reason() == ReadRefused.Reason.NO_SEGMENT,
                node + " is a tail, and serves page " + page + ": " + answer);
    }

    /**
     * What is decided once healing has stopped: no change, since one that begins just before would never end. One that was asked for by then may still be decided later: those who were members go on being members, for nobody settles it.
     */
    private VolumeMetadata settled() {
        VolumeMetadata last;
        do {
            nemesis.startHealing();
            awaitConvergence(this::decided);
            nemesis.stopHealing();
            last = decided();
        } while (last.groups().stream().anyMatch(Membership::changing));
        return last;
    }

    private VolumeMetadata decided() {
        return region.metadataLog().volume(volume.id());
    }

    private void awaitConvergence(Supplier<VolumeMetadata> metadata) {
        long giveUp = scheduler.now() + PATIENCE;
        String missing = missing(metadata.get());
        while (!missing.isEmpty()) {
            PageModel.check(scheduler.now() < giveUp, "does not converge: " + missing + region.describe());
            scheduler.sleep(20_000_000);
            missing = missing(metadata.get());
        }
    }

    /** The members but for those that are gone, which others have replaced if there are any. */
    private List<Member> present(Membership membership) {
        return membership.members().stream()
                .filter(member -> !nemesis.gone().contains(member.node()))
                .toList();
    }

    /** What is not as it should be in the end, in words; empty if nothing. */
    private String missing(VolumeMetadata metadata) {
        for (int group = 0; group < metadata.groups().size(); group++) {
            Membership membership = metadata.group(group);
            if (membership.changing()) {
                return "the members of group " + group + " are changing: " + membership;
            }
            if (region.hasSpares() && present(membership).size() < Membership.COPIES) {
                return "nobody has replaced a node of group " + group + " that is gone: " + membership;
            }
            for (Member member : present(membership)) {
                String lacking = lacking(member.node(), group, metadata);
                if (!lacking.isEmpty()) {
                    return member.node() + " lacks something of group " + group + ": " + lacking;
                }
            }
        }
        return "";
    }

    private String lacking(Address node, int group, VolumeMetadata metadata) {
        try {
            StorageMessage answer = ask(node, new StatusRequest(metadata.id()));
            if (!(answer instanceof NodeStatus status)) {
                return answer.toString();
            }
            long tail = model.groupTail(group, metadata.geometry(), vdl);
            boolean whole =
                    status.segment(group).filter(each -> each.scl() >= tail).isPresent();
            return whole ? "" : "it needs LSN " + tail + ": " + status;
        } catch (OperationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Fails unless the node serves the page as the model has it; at once, or after it has found and mended damage. */
    private void awaitPage(VolumeMetadata metadata, Address node, long page) {
        long giveUp = scheduler.now() + PATIENCE;
        while (!checkPage(metadata, node, page)) {
            PageModel.check(scheduler.now() < giveUp, node + " does not mend page " + page + region.describe());
            scheduler.sleep(20_000_000);
        }
    }

    /** True if the node serves the page as the model has it; false if it does not serve it now, being damaged or just mended. */
    private boolean checkPage(VolumeMetadata metadata, Address node, long page) {
        long tail = model.groupTail(metadata.geometry().groupOf(page), metadata.geometry(), vdl);
        int timeline = metadata.timelines().current().id();
        try {
            StorageMessage answer = ask(node, new ReadPage(metadata.id(), metadata.epoch(), timeline, page, vdl, tail));
            if (answer instanceof ReadRefused && nemesis.rotten().contains(node)) {
                return false;
            }
            if (!(answer instanceof PageImage image)) {
                throw new AssertionError(node + " does not serve page " + page + ": " + answer);
            }
            Optional<Integer> crc = image.present()
                    ? Optional.of(SimulatedWriter.crc(MemorySegment.ofBuffer(image.image())))
                    : Optional.empty();
            model.checkRead("auditor of " + node, page, vdl, crc);
            return true;
        } catch (OperationException e) {
            throw new AssertionError(node + " does not serve page " + page + ": " + e.getMessage(), e);
        }
    }

    private StorageMessage ask(Address node, StorageMessage question) {
        return StorageMessages.decode(endpoint.call(node, StorageMessages.encode(question), SECOND));
    }
}
