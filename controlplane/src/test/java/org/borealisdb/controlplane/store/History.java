package org.borealisdb.controlplane.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What clients did and were told, with the times of one clock, and whether a linearizable log can have told it. Versions make that easy: the version of a key is its state, and each has one writer.
 */
final class History {
    /** What a client knows of a change that it asked for. */
    enum Outcome {
        STORED,
        /** The version was another. */
        REFUSED,
        /** Nobody took it. */
        NOT_DONE,
        UNKNOWN
    }

    /** A change of {@code expected} to the next version. */
    record Change(String client, String key, long expected, String value, long begun, long ended, Outcome outcome) {}

    /** A read that found {@code version} (0: nothing). */
    record Read(String client, String key, long version, String value, long begun, long ended) {}

    private final List<Change> changes = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();

    void add(Change change) {
        changes.add(change);
    }

    void add(Read read) {
        reads.add(read);
    }

    int size() {
        return changes.size() + reads.size();
    }

    long stored() {
        return changes.stream().filter(each -> each.outcome() == Outcome.STORED).count();
    }

    long unknown() {
        return changes.stream()
                .filter(each -> each.outcome() == Outcome.UNKNOWN)
                .count();
    }

    /** Fails if no order of the operations explains the answers. */
    void check() {
        Map<String, Change> byValue = new HashMap<>();
        changes.forEach(change -> byValue.put(change.value(), change));
        Map<String, Change> writers = writers(byValue);
        Map<String, NavigableMap<Long, Long>> known = known();
        for (Change change : changes) {
            long floor = floor(known, change.key(), change.begun());
            if (change.outcome() == Outcome.STORED && change.expected() < floor) {
                throw new AssertionError(
                        change + " was stored, though version " + floor + " was known before it began");
            }
            if (change.outcome() == Outcome.REFUSED && !refusable(change, floor)) {
                throw new AssertionError(
                        change + " was refused, though nobody else can have changed that version by then");
            }
            boolean without = change.outcome() == Outcome.REFUSED || change.outcome() == Outcome.NOT_DONE;
            if (without && writers.containsValue(change)) {
                throw new AssertionError(change + " was not stored, and is there");
            }
        }
        for (Read read : reads) {
            long floor = floor(known, read.key(), read.begun());
            if (read.version() < floor) {
                throw new AssertionError(read + " went back: version " + floor + " was known before it began");
            }
        }
    }

    /** Who wrote each version that was seen or acknowledged: the same for everyone. */
    private Map<String, Change> writers(Map<String, Change> byValue) {
        Map<String, Change> writers = new LinkedHashMap<>();
        for (Change change : changes) {
            if (change.outcome() == Outcome.STORED) {
                Change other = writers.put(change.key() + "@" + (change.expected() + 1), change);
                if (other != null) {
                    throw new AssertionError("two were stored as one version: " + change + " and " + other);
                }
            }
        }
        for (Read read : reads) {
            if (read.version() == 0) {
                continue;
            }
            Change writer = byValue.get(read.value());
            if (writer == null || !writer.key().equals(read.key()) || writer.expected() + 1 != read.version()) {
                throw new AssertionError(read + " found what nobody wrote there: " + writer);
            }
            if (writer.begun() > read.ended()) {
                throw new AssertionError(read + " found what was written later: " + writer);
            }
            Change other = writers.putIfAbsent(read.key() + "@" + read.version(), writer);
            if (other != null && !other.equals(writer)) {
                throw new AssertionError(read + " found another value than that of " + other);
            }
        }
        return writers;
    }

    /** By key: from which time on which version is known to be reached. */
    private Map<String, NavigableMap<Long, Long>> known() {
        Map<String, NavigableMap<Long, Long>> known = new HashMap<>();
        for (Change change : changes) {
            if (change.outcome() == Outcome.STORED) {
                note(known, change.key(), change.ended(), change.expected() + 1);
            }
        }
        for (Read read : reads) {
            note(known, read.key(), read.ended(), read.version());
        }
        return known;
    }

    private static void note(Map<String, NavigableMap<Long, Long>> known, String key, long time, long version) {
        known.computeIfAbsent(key, _ -> new TreeMap<>()).merge(time, version, Math::max);
    }

    /** The highest version that was known strictly before {@code time}. */
    private static long floor(Map<String, NavigableMap<Long, Long>> known, String key, long time) {
        long floor = 0;
        for (long version :
                known.getOrDefault(key, new TreeMap<>()).headMap(time, false).values()) {
            floor = Math.max(floor, version);
        }
        return floor;
    }

    /** True if another can have changed the version that {@code change} expected before it was answered. */
    private boolean refusable(Change change, long floor) {
        if (floor > change.expected()) {
            return true;
        }
        for (Change other : changes) {
            if (!other.equals(change)
                    && other.key().equals(change.key())
                    && other.expected() >= change.expected()
                    && (other.outcome() == Outcome.STORED || other.outcome() == Outcome.UNKNOWN)
                    && other.begun() <= change.ended()) {
                return true;
            }
        }
        return false;
    }
}
