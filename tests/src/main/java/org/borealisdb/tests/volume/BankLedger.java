package org.borealisdb.tests.volume;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the sessions of all writers were told of their transfers: outside the simulated world, it never crashes. */
final class BankLedger {
    private final Map<String, String> begun = new TreeMap<>();
    private final Set<String> acknowledged = new TreeSet<>();
    private final Set<String> rolledBack = new TreeSet<>();
    private long ids;

    static String key(long id) {
        return String.format(Locale.ROOT, "t%07d", id);
    }

    /** A transfer is about to be made; its number. */
    long begins(String transfer) {
        ids++;
        begun.put(key(ids), transfer);
        return ids;
    }

    String transfer(long id) {
        return begun.getOrDefault(key(id), "");
    }

    void acknowledged(long id) {
        acknowledged.add(key(id));
    }

    void rolledBack(long id) {
        rolledBack.add(key(id));
    }

    int commits() {
        return acknowledged.size();
    }

    /** What had been acknowledged by now: a view taken later must see it. */
    Mark mark() {
        return new Mark(new TreeSet<>(acknowledged));
    }

    /** A moment. */
    final class Mark {
        private final Set<String> acknowledgedBefore;

        private Mark(Set<String> acknowledgedBefore) {
            this.acknowledgedBefore = acknowledgedBefore;
        }

        /** Checks the transfers that a view sees which was taken after this moment, by the newest writer. */
        void check(Map<String, String> seen, boolean newestWriter) {
            seen.forEach((key, transfer) -> {
                PageModel.check(
                        transfer.equals(begun.get(key)), () -> key + " is " + transfer + ", not " + begun.get(key));
                PageModel.check(!rolledBack.contains(key), key + " was rolled back, but is there");
            });
            for (String key : acknowledgedBefore) {
                PageModel.check(
                        !newestWriter || seen.containsKey(key), key + " was acknowledged, but is not there any more");
            }
        }
    }
}
