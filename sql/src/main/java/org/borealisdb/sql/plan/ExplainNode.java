package org.borealisdb.sql.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The properties of one node of a plan while they are gathered, in the order in which they are shown. */
final class ExplainNode {
    private final Map<String, ExplainValue> head = new LinkedHashMap<>();
    private final Map<String, ExplainValue> properties = new LinkedHashMap<>();
    private final Map<String, ExplainValue> measures = new LinkedHashMap<>();
    private final Map<String, ExplainValue> details = new LinkedHashMap<>();
    private Map<String, ExplainValue> usage = Map.of();
    private List<String> output = List.of();
    private final String parent;
    private String subplan = "";

    /**
     * Makes a node.
     *
     * @param parent what it is to the node above; empty at the top
     */
    ExplainNode(String type, String parent) {
        this.parent = parent;
        head.put("Node Type", new ExplainValue.Text(type));
    }

    /** Adds what belongs to the type of the node. */
    ExplainNode head(String name, String value) {
        head.put(name, new ExplainValue.Text(value));
        return this;
    }

    /** Adds what the node works on. */
    ExplainNode text(String name, String value) {
        properties.put(name, new ExplainValue.Text(value));
        return this;
    }

    /** Adds a condition. */
    ExplainNode detail(String name, String value) {
        return detail(name, new ExplainValue.Text(value));
    }

    /** Adds how the node works. */
    ExplainNode detail(String name, ExplainValue value) {
        details.put(name, value);
        return this;
    }

    /** Says which subquery's plan begins with the node. */
    void subplan(String name) {
        subplan = name;
    }

    /** Sets what the node answers. */
    void output(List<String> columns) {
        output = columns;
    }

    /** Sets what pages and how much of the log the node used. */
    void usage(Map<String, ExplainValue> used) {
        usage = used;
    }

    /** Adds what the node is expected to take. */
    void estimate(Estimate estimate) {
        number("Startup Cost", String.format(Locale.ROOT, "%.2f", estimate.startup()));
        number("Total Cost", String.format(Locale.ROOT, "%.2f", estimate.total()));
        number("Plan Rows", String.valueOf(estimate.rows() == 0 ? 0 : Math.max(1, Math.round(estimate.rows()))));
        number("Plan Width", String.valueOf(estimate.width()));
    }

    /** Adds what the node took, each run on average. */
    void actual(ExplainActual actual, boolean timing) {
        long loops = Math.max(1, actual.loops());
        if (timing) {
            number("Actual Startup Time", ExplainTree.millis((double) actual.startupNanos() / loops));
            number("Actual Total Time", ExplainTree.millis((double) actual.totalNanos() / loops));
        }
        number("Actual Rows", String.valueOf(Math.round((double) actual.rows() / loops)));
        number("Actual Loops", String.valueOf(actual.loops()));
    }

    private void number(String name, String digits) {
        measures.put(name, new ExplainValue.Numeral(digits));
    }

    /** Returns all properties, with the nodes below. */
    ExplainValue.Group group(List<ExplainValue.Group> below) {
        Map<String, ExplainValue> all = new LinkedHashMap<>(head);
        if (!parent.isEmpty()) {
            all.put("Parent Relationship", new ExplainValue.Text(parent));
        }
        if (!subplan.isEmpty()) {
            all.put("Subplan Name", new ExplainValue.Text(subplan));
        }
        all.put("Parallel Aware", new ExplainValue.Truth(false));
        all.put("Async Capable", new ExplainValue.Truth(false));
        all.putAll(properties);
        all.putAll(measures);
        if (!output.isEmpty()) {
            all.put("Output", new ExplainValue.Texts(output));
        }
        all.putAll(details);
        all.putAll(usage);
        if (!below.isEmpty()) {
            all.put("Plans", new ExplainValue.Groups(below));
        }
        return new ExplainValue.Group(all);
    }
}
