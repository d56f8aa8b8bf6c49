package org.borealisdb.tests.history;

import java.util.List;
import java.util.Map;

/** Says what of a history must not be. Takes time that grows with its length, as long as transactions are short. */
public final class HistoryChecker {
    private HistoryChecker() {}

    /**
     * Checks a history.
     *
     * @param transactions all that were begun, those of each session in their order
     * @param lists        what all lists hold after the last of them
     * @return a line for each anomaly, a hundred at most; empty if there is none
     */
    public static List<String> check(List<ObservedTransaction> transactions, Map<Integer, Elements> lists) {
        ListHistory history = new ListHistory(transactions, lists);
        Report report = new Report();
        history.findings().forEach(report::add);
        new ReadChecks(history, report).run();
        new CycleChecks(history, report).run();
        return report.findings();
    }
}
