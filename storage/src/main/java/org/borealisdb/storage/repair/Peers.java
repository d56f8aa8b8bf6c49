package org.borealisdb.storage.repair;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PagesPrepared;
import org.borealisdb.redo.message.PreparePages;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;

/** The peers of this node's segments, as sources of pages: calls with a time-out, whose answers are checked. Used by the rebuilding tasks. */
final class Peers {
    private final Endpoint endpoint;
    private final Metrics metrics;
    private final RepairSettings settings;
    private final Consumer<VolumeMetadata> learn;

    Peers(Endpoint endpoint, Metrics metrics, RepairSettings settings, Consumer<VolumeMetadata> learn) {
        this.endpoint = endpoint;
        this.metrics = metrics;
        this.settings = settings;
        this.learn = learn;
    }

    /** Asks all peers of {@code group} to prepare; those that can't, or are not there, are left out. */
    Sources prepare(VolumeMetadata metadata, int group) {
        TreeMap<Address, PagesPrepared> answers = new TreeMap<>();
        PreparePages request = new PreparePages(
                metadata.id(),
                metadata.epoch(),
                group,
                metadata.timelines().current().id());
        for (Member member : metadata.group(group).members()) {
            if (member.node().equals(endpoint.self())) {
                continue;
            }
            Optional<StorageMessage> answer = call(member.node(), request);
            if (answer.isPresent()
                    && answer.get() instanceof PagesPrepared prepared
                    && prepared.volume().equals(metadata.id())
                    && prepared.group() == group
                    && prepared.membershipEpoch() == metadata.group(group).epoch()) {
                answers.put(member.node(), prepared);
            }
        }
        return new Sources(answers);
    }

    /** A piece of pages from {@code source}; empty if it gave none, this time or for good. */
    Optional<FetchedPages> fetch(Address source, FetchPages request) {
        Optional<StorageMessage> answer = call(source, request);
        return answer.isPresent()
                        && answer.get() instanceof FetchedPages pages
                        && pages.volume().equals(request.volume())
                        && pages.group() == request.group()
                ? Optional.of(pages)
                : Optional.empty();
    }

    private Optional<StorageMessage> call(Address peer, StorageMessage request) {
        StorageMessage answer;
        try {
            answer = StorageMessages.decode(endpoint.call(
                    peer,
                    StorageMessages.encode(request),
                    settings.callTimeout().toNanos()));
        } catch (NetworkException e) {
            metrics.count("storage.repair.unreachable");
            return Optional.empty();
        } catch (MalformedException e) {
            metrics.count("storage.repair.malformed");
            return Optional.empty();
        }
        if (answer instanceof Rejection rejection) {
            metrics.count("storage.repair.rejected");
            learn.accept(rejection.newest());
        } else if (answer instanceof ReadRefused) {
            metrics.count("storage.repair.refusedByPeer");
        }
        return Optional.of(answer);
    }
}
