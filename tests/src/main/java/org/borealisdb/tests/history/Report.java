package org.borealisdb.tests.history;

import java.util.ArrayList;
import java.util.List;

/** What was found, up to a bound. */
final class Report {
    /** Enough to see what is wrong. */
    private static final int MOST = 100;

    private final List<String> findings = new ArrayList<>();

    void add(String finding) {
        if (findings.size() < MOST) {
            findings.add(finding);
        }
    }

    boolean hasCycle() {
        return findings.stream().anyMatch(finding -> finding.startsWith("CYCLE"));
    }

    List<String> findings() {
        return List.copyOf(findings);
    }
}
