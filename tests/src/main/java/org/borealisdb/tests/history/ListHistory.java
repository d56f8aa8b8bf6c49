package org.borealisdb.tests.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;

/** Transactions, and what the lists hold in the end, with what follows from that: who appended what, and where it is. For one thread. */
final class ListHistory {
    private final List<ObservedTransaction> transactions;
    private final Map<Integer, Elements> lists;

    /** Transaction that appends a number, by that; its place in the history. */
    private final Map<Integer, Integer> appenders = new HashMap<>();

    /** Where a number is in its list. */
    private final Map<Integer, Integer> positions = new HashMap<>();

    /** Numbers that another number of the same transaction follows in the same list. */
    private final Map<Integer, Integer> followers = new HashMap<>();

    private final List<String> findings = new ArrayList<>();

    ListHistory(List<ObservedTransaction> transactions, Map<Integer, Elements> lists) {
        this.transactions = transactions;
        this.lists = lists;
        for (int i = 0; i < transactions.size(); i++) {
            Map<Integer, Integer> last = new HashMap<>();
            for (Operation operation : transactions.get(i).operations()) {
                if (operation instanceof Operation.Append(int key, int element)) {
                    if (appenders.put(element, i) != null) {
                        throw new IllegalArgumentException("two transactions append " + element);
                    }
                    Integer before = last.put(key, element);
                    if (before != null) {
                        followers.put(before, element);
                    }
                }
            }
        }
        lists.forEach((key, elements) -> {
            for (int position = 0; position < elements.size(); position++) {
                Integer before = positions.put(elements.at(position), position);
                if (before != null) {
                    findings.add("list " + key + " has " + elements.at(position) + " twice");
                }
            }
        });
    }

    /** What was wrong with the lists themselves. */
    List<String> findings() {
        return findings;
    }

    List<ObservedTransaction> transactions() {
        return transactions;
    }

    ObservedTransaction transaction(int index) {
        return transactions.get(index);
    }

    /** What a list holds in the end. */
    Elements list(int key) {
        return lists.getOrDefault(key, Elements.NONE);
    }

    Map<Integer, Elements> lists() {
        return lists;
    }

    /** Who appended a number; negative if nobody did. */
    int appender(int element) {
        return appenders.getOrDefault(element, -1);
    }

    /** Where it is in the end; negative if nowhere. */
    int position(int element) {
        return positions.getOrDefault(element, -1);
    }

    /** Whether the same transaction has appended another number to the same list behind it. */
    boolean isIntermediate(int element) {
        return followers.containsKey(element);
    }

    /** Whether it took effect: it was acknowledged, or what it appended is there. */
    boolean tookEffect(ObservedTransaction transaction) {
        if (transaction.outcome() == Outcome.UNKNOWN) {
            return transaction.operations().stream()
                    .anyMatch(operation ->
                            operation instanceof Operation.Append append && position(append.element()) >= 0);
        }
        return transaction.outcome() == Outcome.COMMITTED;
    }

    /** A transaction in words. */
    String words(int index) {
        ObservedTransaction one = transactions.get(index);
        return "T" + index + "(session " + one.session() + ", " + one.isolation() + ", " + one.promise() + ", "
                + one.began() / 1_000_000 + " to " + one.ended() / 1_000_000 + " ms, " + one.outcome() + " "
                + one.operations() + ")";
    }
}
