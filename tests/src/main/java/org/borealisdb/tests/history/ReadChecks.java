package org.borealisdb.tests.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;

/** What can be said of each append and each read without looking at cycles. */
final class ReadChecks {
    private final ListHistory history;
    private final Report report;

    /** By list: when each of its numbers was acknowledged, sorted, and the furthest position that had been by then. */
    private final Map<Integer, Acknowledged> acknowledged = new HashMap<>();

    private record Entry(long ended, int position) {}

    private record Acknowledged(List<Entry> entries) {
        /** Numbers that a list had to have for whoever began at that time. */
        int atLeast(long began) {
            int low = 0;
            int high = entries.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (entries.get(middle).ended() < began) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? 0 : entries.get(low - 1).position() + 1;
        }
    }

    ReadChecks(ListHistory history, Report report) {
        this.history = history;
        this.report = report;
    }

    void run() {
        for (int i = 0; i < history.transactions().size(); i++) {
            checkAppends(i);
        }
        history.lists().forEach((key, elements) -> {
            for (int at = 0; at < elements.size(); at++) {
                checkOrigin("list " + key + " holds", elements.at(at), -1);
            }
        });
        collectAcknowledged();
        for (int i = 0; i < history.transactions().size(); i++) {
            if (history.transaction(i).outcome() == Outcome.COMMITTED) {
                checkReads(i);
            }
        }
        checkSessions();
    }

    private void checkAppends(int index) {
        ObservedTransaction one = history.transaction(index);
        int there = 0;
        int all = 0;
        for (Operation operation : one.operations()) {
            if (operation instanceof Operation.Append(int key, int element)) {
                all++;
                if (history.position(element) >= 0) {
                    there++;
                } else if (one.outcome() == Outcome.COMMITTED) {
                    report.add("LOST: " + element + " was appended to list " + key
                            + " and acknowledged, and is not there: " + history.words(index));
                }
            }
        }
        if (one.outcome() == Outcome.UNKNOWN && there != 0 && there != all) {
            report.add("TORN: a part of what it appended is there: " + history.words(index));
        }
    }

    /** Whoever appended what is seen must not have been rolled back. */
    private void checkOrigin(String where, int element, int reader) {
        int appender = history.appender(element);
        String by = reader < 0 ? "" : ": " + history.words(reader);
        if (appender < 0) {
            report.add("UNKNOWN NUMBER: " + where + " " + element + ", which nobody appended" + by);
        } else if (history.transaction(appender).outcome() == Outcome.ROLLED_BACK) {
            report.add("ABORTED READ (G1a): " + where + " " + element + " of " + history.words(appender) + by);
        }
    }

    private void checkReads(int index) {
        ObservedTransaction one = history.transaction(index);
        Map<Integer, Elements> own = new HashMap<>();
        Map<Integer, Elements> seen = new HashMap<>();
        for (Operation operation : one.operations()) {
            switch (operation) {
                case Operation.Append(int key, int element) ->
                    own.merge(key, Elements.of(element), (before, more) -> before.plus(element));
                case Operation.Read(int key, Elements elements) -> {
                    Elements mine = own.getOrDefault(key, Elements.NONE);
                    checkRead(index, key, elements, mine);
                    Elements before = seen.put(key, others(elements, mine));
                    if (before != null && others(elements, mine).size() < before.size()) {
                        report.add("BACKWARDS: list " + key + " was " + before + " before: " + history.words(index));
                    }
                    if (one.isolation() != ObservedTransaction.Isolation.READ_COMMITTED
                            && before != null
                            && !before.equals(others(elements, mine))) {
                        report.add(
                                "NOT REPEATABLE: list " + key + " was " + before + " before: " + history.words(index));
                    }
                }
            }
        }
    }

    private static Elements others(Elements all, Elements own) {
        int[] values = new int[Math.max(0, all.size() - own.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.at(i);
        }
        return Elements.of(values);
    }

    private void checkRead(int index, int key, Elements elements, Elements own) {
        if (elements.size() < own.size() || !elements.equals(concatenated(others(elements, own), own))) {
            report.add("OWN CHANGES: list " + key + " lacks " + own + " of its own: " + history.words(index));
            return;
        }
        Elements others = others(elements, own);
        if (!history.list(key).startsWith(elements)) {
            report.add("INCOMPATIBLE ORDER: list " + key + " was " + elements + ", and is " + history.list(key)
                    + " in the end: " + history.words(index));
            for (int at = 0; at < others.size(); at++) {
                checkOrigin("list " + key + " had", others.at(at), index);
            }
            return;
        }
        if (others.size() > 0 && history.isIntermediate(others.at(others.size() - 1))) {
            report.add("INTERMEDIATE READ (G1b): list " + key + " ended with " + others.at(others.size() - 1) + " of "
                    + history.words(history.appender(others.at(others.size() - 1))) + ": " + history.words(index));
        }
        ObservedTransaction one = history.transaction(index);
        if (one.promise() == Promise.EVERYTHING) {
            Acknowledged known = acknowledged.get(key);
            int least = known == null ? 0 : known.atLeast(one.began());
            if (elements.size() < least) {
                report.add("STALE READ: list " + key + " had " + elements.size() + " numbers, and " + least
                        + " were acknowledged before it began; it lacks "
                        + history.list(key).at(least - 1) + " of "
                        + history.words(history.appender(history.list(key).at(least - 1))) + ": "
                        + history.words(index));
            }
        }
    }

    private static Elements concatenated(Elements first, Elements second) {
        int[] all = new int[first.size() + second.size()];
        for (int i = 0; i < first.size(); i++) {
            all[i] = first.at(i);
        }
        for (int i = 0; i < second.size(); i++) {
            all[first.size() + i] = second.at(i);
        }
        return Elements.of(all);
    }

    private void collectAcknowledged() {
        history.lists().forEach((key, elements) -> {
            Entry[] entries = new Entry[elements.size()];
            int count = 0;
            for (int at = 0; at < elements.size(); at++) {
                int appender = history.appender(elements.at(at));
                if (appender >= 0 && history.transaction(appender).outcome() == Outcome.COMMITTED) {
                    entries[count++] = new Entry(history.transaction(appender).ended(), at);
                }
            }
            Entry[] sorted = Arrays.copyOf(entries, count);
            Arrays.sort(sorted, Comparator.comparingLong(Entry::ended));
            List<Entry> furthest = new ArrayList<>(count);
            int position = -1;
            for (Entry entry : sorted) {
                position = Math.max(position, entry.position());
                furthest.add(new Entry(entry.ended(), position));
            }
            acknowledged.put(key, new Acknowledged(furthest));
        });
    }

    /** A session never sees less of a list than it has seen or written before, unless it was promised nothing. */
    private void checkSessions() {
        Map<Integer, Map<Integer, Integer>> seen = new HashMap<>();
        for (int i = 0; i < history.transactions().size(); i++) {
            ObservedTransaction one = history.transaction(i);
            if (one.outcome() != Outcome.COMMITTED || one.promise() == Promise.SOMETHING) {
                continue;
            }
            Map<Integer, Integer> known = seen.computeIfAbsent(one.session(), _ -> new HashMap<>());
            for (Operation operation : one.operations()) {
                if (operation instanceof Operation.Read(int key, Elements elements)) {
                    int before = known.getOrDefault(key, 0);
                    if (elements.size() < before) {
                        report.add("SESSION: list " + key + " had " + elements.size()
                                + " numbers, and the session had written or seen " + before + " before: "
                                + history.words(i));
                    }
                }
            }
            for (Operation operation : one.operations()) {
                int size = switch (operation) {
                    case Operation.Read read -> read.elements().size();
                    case Operation.Append append -> history.position(append.element()) + 1;
                };
                known.merge(operation.key(), size, Math::max);
            }
        }
    }
}
