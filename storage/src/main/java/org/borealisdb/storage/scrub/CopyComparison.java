package org.borealisdb.storage.scrub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.borealisdb.redo.message.ChecksumPages;
import org.borealisdb.redo.message.CompareAgain;
import org.borealisdb.redo.message.PageChecksums;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.storage.layer.PageCursor;
import org.borealisdb.storage.segment.DifferingPages;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Compares a segment with its peers, page by page, at an LSN that both have in layers (R15). The files of peers differ, for they fold and collect at different moments; what a page is at
 * an LSN does not.
 *
 * <p>Tails have no pages and take no part. One peer is asked as a rule, another one with each pass. If a page differs, all are asked. A copy that at least two others agree with (one, if only three segments are full), and more than with any other content,
 * is taken for right, and those that differ are told to compare for themselves. Any other copy stops serving the page: nobody knows which is wrong, and a wrong page must not
 * be served. Nothing is mended: what made two sound files differ is a mistake that somebody has to look at.
 */
final class CopyComparison {
    /** A copy is right if so many have the same, itself included. */
    private static final int AGREEING = 3;
    /** The same of a group that has no more than three copies of a page. */
    private static final int AGREEING_OF_THREE = 2;

    private static final int TRIES = 3;
    private static final int NONE = 0;

    private final Metrics metrics;
    private final ScrubSettings settings;
    private final ChecksumSource own;
    private final Endpoint endpoint;
    private final Consumer<VolumeMetadata> learn;
    private final Consumer<String> report;

    CopyComparison(
            Metrics metrics,
            ScrubSettings settings,
            ChecksumSource own,
            Endpoint endpoint,
            Consumer<VolumeMetadata> learn,
            Consumer<String> report) {
        this.metrics = metrics;
        this.settings = settings;
        this.own = own;
        this.endpoint = endpoint;
        this.learn = learn;
        this.report = report;
    }

    /** Some pages of a peer and of this node, at the same LSN, up to {@code nextPage}. */
    private record Pair(long lsn, long nextPage, Map<Long, Integer> own, Map<Long, Integer> peers) {}

    /**
     * Compares the next pages of {@code segment} from {@code page} on with those of {@code peer}.
     *
     * @return where to go on; the group's end if that was all, or if they can't be compared now
     */
    long next(VolumeReplica volume, Segment segment, Address peer, long page, Consumer<Integer> built) {
        VolumeMetadata metadata = volume.metadata();
        long end = metadata.geometry().firstPage(segment.group() + 1);
        long to = Math.min(end, boundary(volume, segment, page, end));
        Optional<Pair> pair = pair(volume, segment, metadata, peer, page, to);
        if (pair.isEmpty()) {
            metrics.count("storage.scrub.notCompared");
            return end;
        }
        built.accept(pair.get().own().size() * Page.BYTES);
        metrics.counter("storage.scrub.comparedPages").add(pair.get().own().size());
        for (long differing : differing(pair.get())) {
            if (decide(volume, segment, metadata, differing, pair.get().lsn())) {
                // Only whoever finds it tells the others, and all of them: they tell nobody, so that this ends.
                CompareAgain suspect = new CompareAgain(metadata.id(), segment.group(), differing);
                peers(volume, segment).forEach(each -> endpoint.send(each, StorageMessages.encode(suspect)));
            }
        }
        return pair.get().nextPage();
    }

    /** Compares one page with all peers, because one of them has found another there. */
    void again(VolumeReplica volume, Segment segment, long page) {
        VolumeMetadata metadata = volume.metadata();
        long lsn = segment.flushed();
        if (!decide(volume, segment, metadata, page, lsn)) {
            // Peers whose layers do not reach so far had no say.
            long behind = votes(volume, segment, metadata, page, lsn)
                    .map(Votes::behind)
                    .orElse(lsn);
            if (behind < lsn) {
                decide(volume, segment, metadata, page, behind);
            }
        }
    }

    /** Behind as many existing pages as are compared at a time. */
    private long boundary(VolumeReplica volume, Segment segment, long page, long end) {
        volume.lock().lock();
        try {
            PageCursor pages = new PageCursor(segment.layers(), page);
            for (int count = 0; count < settings.pages(); count++) {
                pages.next();
            }
            return pages.peek() == PageCursor.NONE ? end : pages.peek();
        } finally {
            volume.lock().unlock();
        }
    }

    private Optional<Pair> pair(
            VolumeReplica volume, Segment segment, VolumeMetadata metadata, Address peer, long from, long to) {
        long lsn = segment.flushed();
        for (int tries = 0; tries < TRIES; tries++) {
            ChecksumPages request = request(metadata, segment, lsn, from, to);
            StorageMessage theirs = call(peer, request).orElse(request);
            if (theirs instanceof PageChecksums sums && about(sums, request)) {
                ChecksumPages same = request(metadata, segment, lsn, from, sums.nextPage());
                StorageMessage ours = own.answer(volume, same);
                return ours instanceof PageChecksums mine && mine.nextPage() == sums.nextPage()
                        ? Optional.of(new Pair(lsn, sums.nextPage(), map(mine), map(sums)))
                        : Optional.empty();
            }
            // It names the LSN that it could be asked for.
            if (!(theirs instanceof ReadRefused refused) || refused.scl() == 0) {
                return Optional.empty();
            }
            lsn = refused.scl();
        }
        return Optional.empty();
    }

    private static boolean about(PageChecksums sums, ChecksumPages request) {
        return sums.volume().equals(request.volume())
                && sums.group() == request.group()
                && sums.nextPage() > request.fromPage()
                && sums.nextPage() <= request.toPage();
    }

    private static ChecksumPages request(VolumeMetadata metadata, Segment segment, long lsn, long from, long to) {
        return new ChecksumPages(
                metadata.id(),
                metadata.epoch(),
                segment.group(),
                metadata.timelines().current().id(),
                lsn,
                from,
                to);
    }

    private static Map<Long, Integer> map(PageChecksums sums) {
        Map<Long, Integer> map = new TreeMap<>();
        sums.pages().forEach(each -> map.put(each.page(), each.checksum()));
        return map;
    }

    private static List<Long> differing(Pair pair) {
        TreeSet<Long> pages = new TreeSet<>(pair.own().keySet());
        pages.addAll(pair.peers().keySet());
        List<Long> differing = new ArrayList<>();
        for (long page : pages) {
            if (!pair.own().getOrDefault(page, NONE).equals(pair.peers().getOrDefault(page, NONE))) {
                differing.add(page);
            }
        }
        return differing;
    }

    /**
     * What all copies say of a page at an LSN.
     *
     * @param sum       checksum of it here
     * @param agreeing  copies that have the same, this one included
     * @param most      copies of the most frequent other content
     * @param differing who has another one
     * @param floor     highest collection floor of those who have collected what they were asked for
     * @param behind    lowest LSN of those whose layers do not reach so far
     */
    private record Votes(
            int enough, int sum, int agreeing, int most, List<Address> differing, long floor, long behind) {
        boolean right() {
            return agreeing >= enough && agreeing > most;
        }
    }

    /** Asks all peers of a page; empty if it can't be told here. */
    private Optional<Votes> votes(VolumeReplica volume, Segment segment, VolumeMetadata metadata, long page, long lsn) {
        ChecksumPages request = request(metadata, segment, lsn, page, page + 1);
        if (!(own.answer(volume, request) instanceof PageChecksums mine)) {
            return Optional.empty();
        }
        int sum = map(mine).getOrDefault(page, NONE);
        int agreeing = 1;
        long floor = 0;
        long behind = lsn;
        Map<Integer, Integer> others = new TreeMap<>();
        List<Address> differing = new ArrayList<>();
        for (Address peer : peers(volume, segment)) {
            StorageMessage answer = call(peer, request).orElse(request);
            if (answer instanceof PageChecksums sums && about(sums, request)) {
                int theirs = map(sums).getOrDefault(page, NONE);
                if (theirs == sum) {
                    agreeing++;
                } else {
                    differing.add(peer);
                    others.merge(theirs, 1, Integer::sum);
                }
            } else if (answer instanceof ReadRefused refused && refused.reason() == ReadRefused.Reason.COLLECTED) {
                floor = Math.max(floor, refused.scl());
            } else if (answer instanceof ReadRefused refused && refused.reason() == ReadRefused.Reason.BEHIND) {
                behind = Math.min(behind, refused.scl());
            }
        }
        int most = others.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Optional.of(new Votes(enough(metadata), sum, agreeing, most, differing, floor, behind));
    }

    /** Asks all peers, and stops serving the page unless enough of them have it as it is here; false if none has another one. */
    private boolean decide(VolumeReplica volume, Segment segment, VolumeMetadata metadata, long page, long lsn) {
        Optional<Votes> asked = votes(volume, segment, metadata, page, lsn);
        if (asked.isEmpty() || asked.get().differing().isEmpty()) {
            return false;
        }
        Votes votes = asked.get();
        String what = "page " + page + " of " + metadata.id() + " is another one at LSN " + lsn + " on "
                + votes.differing() + " than here, with right checksums everywhere; " + votes.agreeing()
                + " copies are as here";
        metrics.count("storage.scrub.differences");
        if (votes.right() || rightBefore(volume, segment, page, votes) || PlantedBug.TRUST_OWN_COPY.planted()) {
            report.accept(what + ", and it is served");
        } else {
            metrics.count("storage.scrub.differing");
            volume.damage()
                    .differs(
                            segment,
                            page,
                            new DifferingPages.Difference(lsn, votes.sum()),
                            "ALARM: " + what + ": it is not served any more, and kept as it is");
        }
        return true;
    }

    /** True if enough copies are like this one at an LSN which all have in layers, and where one that differs does so already. */
    private boolean rightBefore(VolumeReplica volume, Segment segment, long page, Votes votes) {
        return votes(volume, segment, volume.metadata(), page, votes.behind())
                .filter(before -> before.right() && !before.differing().isEmpty())
                .isPresent();
    }

    /**
     * Serves pages again of which enough copies have turned out to be like this one: when the difference was found, some could not be asked. Compared is the oldest version that may be
     * asked for since, so that nothing older can be served either.
     */
    void reconsider(VolumeReplica volume, Segment segment) {
        Map<Long, DifferingPages.Difference> pages;
        long oldest;
        volume.lock().lock();
        try {
            pages = segment.differingPages().all();
            oldest = segment.manifest().collectionFloor();
        } finally {
            volume.lock().unlock();
        }
        for (Map.Entry<Long, DifferingPages.Difference> each : pages.entrySet()) {
            long lsn = Math.max(each.getValue().lsn(), oldest);
            Optional<Votes> votes = votes(volume, segment, volume.metadata(), each.getKey(), lsn);
            for (int tries = 1;
                    tries < TRIES && votes.isPresent() && votes.get().floor() > lsn;
                    tries++) {
                lsn = votes.get().floor();
                votes = votes(volume, segment, volume.metadata(), each.getKey(), lsn);
            }
            if (votes.isPresent()
                    && (votes.get().right() || rightBefore(volume, segment, each.getKey(), votes.get()))) {
                metrics.count("storage.scrub.agreed");
                volume.damage()
                        .agrees(
                                segment,
                                each.getKey(),
                                "page " + each.getKey() + " of " + segment.volume() + " is served again: at least "
                                        + enough(volume.metadata()) + " copies have it as it is here");
            }
        }
    }

    private static int enough(VolumeMetadata metadata) {
        return metadata.mix().hasTails() ? AGREEING_OF_THREE : AGREEING;
    }

    private static List<Address> peers(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return volume.fullPeersOf(segment.group());
        } finally {
            volume.lock().unlock();
        }
    }

    private Optional<StorageMessage> call(Address peer, ChecksumPages request) {
        try {
            StorageMessage answer = StorageMessages.decode(endpoint.call(
                    peer,
                    StorageMessages.encode(request),
                    settings.callTimeout().toNanos()));
            if (answer instanceof Rejection rejection) {
                learn.accept(rejection.newest());
            }
            return Optional.of(answer);
        } catch (NetworkException e) {
            metrics.count("storage.scrub.unreachable");
        } catch (MalformedException e) {
            metrics.count("storage.scrub.malformed");
        }
        return Optional.empty();
    }
}
