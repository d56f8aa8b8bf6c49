package org.borealisdb.storage.repair;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * The peers that pages are copied from. Each piece is asked of one that has least to do for us, in turn; who takes much longer than the quickest is busy and gives less, but nobody is
 * left alone for so long that it forgets that it is copied from. Who fails several times in a row is asked no more. Used by all workers of a copy.
 */
final class CopySources {
    /** A peer that does not know our metadata yet, or knows newer ones, is asked again this often. */
    private static final int TRIES = 3;
    /** Of what is thought of a peer, its newest answer makes out so much. */
    private static final double NEWEST = 0.25;
    /** Who takes so many times as long as the quickest is busy. */
    private static final double BUSY = 2;

    private final Clock clock;
    private final Tasks tasks;
    private final long restNanos;
    private final long aloneNanos;
    /** Guards what follows. */
    private final Lock lock;

    private final TreeMap<Address, Source> sources = new TreeMap<>();

    /** What is known of a peer. */
    private static final class Source {
        int asked;
        int failures;
        long lastAsked;
        long restsUntil;
        double nanos;
    }

    /** Peers that can all give the base, and were asked to prepare just now. */
    CopySources(Tasks tasks, Clock clock, RepairSettings settings, List<Address> able) {
        this.tasks = tasks;
        this.clock = clock;
        this.restNanos = settings.callTimeout().toNanos() / 2;
        this.aloneNanos = settings.pinTime().toNanos() / 4;
        this.lock = tasks.lock("copy sources");
        long now = clock.nanoTime();
        for (Address peer : able) {
            Source source = new Source();
            source.lastAsked = now;
            source.restsUntil = now;
            sources.put(peer, source);
        }
    }

    int count() {
        lock.lock();
        try {
            return sources.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whom to ask for the next piece, perhaps after a while; empty if nobody is left. */
    Optional<Address> next() {
        while (true) {
            long wait;
            lock.lock();
            try {
                if (sources.isEmpty()) {
                    return Optional.empty();
                }
                long now = clock.nanoTime();
                Optional<Map.Entry<Address, Source>> best = best(now);
                if (best.isPresent()) {
                    best.get().getValue().asked++;
                    best.get().getValue().lastAsked = now;
                    return best.map(Map.Entry::getKey);
                }
                wait = earliest(sources.values()) - now;
            } finally {
                lock.unlock();
            }
            tasks.sleep(wait);
        }
    }

    private static long earliest(Collection<Source> sources) {
        return sources.stream().mapToLong(source -> source.restsUntil).min().orElseThrow();
    }

    private Optional<Map.Entry<Address, Source>> best(long now) {
        double quickest = sources.values().stream()
                .mapToDouble(source -> source.nanos)
                .min()
                .orElseThrow();
        Comparator<Source> order = Comparator.comparingInt((Source source) -> source.asked)
                .thenComparingInt(source -> spared(source, quickest, now) ? 1 : 0)
                .thenComparingLong(source -> source.lastAsked);
        return sources.entrySet().stream()
                .filter(each -> each.getValue().restsUntil - now <= 0)
                .min(Map.Entry.comparingByValue(order));
    }

    private boolean spared(Source source, double quickest, long now) {
        return source.nanos > BUSY * quickest && now - source.lastAsked < aloneNanos;
    }

    /** {@code peer} gave a piece, within {@code nanos}. */
    void gave(Address peer, long nanos) {
        lock.lock();
        try {
            Source source = sources.get(peer);
            if (source != null) {
                source.asked--;
                source.failures = 0;
                source.nanos = source.nanos == 0 ? Math.max(1, nanos) : (1 - NEWEST) * source.nanos + NEWEST * nanos;
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@code peer} gave nothing; true if it is asked no more. */
    boolean failed(Address peer) {
        lock.lock();
        try {
            Source source = sources.get(peer);
            if (source == null) {
                return false;
            }
            source.asked--;
            source.failures++;
            source.restsUntil = clock.nanoTime() + restNanos;
            return source.failures >= TRIES && sources.remove(peer) != null;
        } finally {
            lock.unlock();
        }
    }

    /** {@code peer} is asked no more; true if it was until now. */
    boolean drop(Address peer) {
        lock.lock();
        try {
            return sources.remove(peer) != null;
        } finally {
            lock.unlock();
        }
    }
}
