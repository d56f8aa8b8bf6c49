package org.borealisdb.server.metrics;

import java.util.TreeSet;

/** A text in Prometheus' exposition format 0.0.4, family by family. Belongs to one task. */
final class Exposition {
    /** Of the text. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private final TreeSet<String> names = new TreeSet<>();

    /** Begins a family of values that go up and down. */
    Family gauge(String name, String help) {
        return family(name, "gauge", help);
    }

    /** Begins a family of values that only grow, until the process ends. */
    Family counter(String name, String help) {
        return family(name, "counter", help);
    }

    private Family family(String name, String type, String help) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("there are two families " + name);
        }
        text.append("# HELP ").append(name).append(' ');
        text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return new Family(name);
    }

    /** The samples of one name: all of them before the next family begins. */
    final class Family {
        private final String name;

        private Family(String name) {
            this.name = name;
        }

        /** Adds a value under labels, which are names and values in turn; those without a value are left out. */
        Family sample(long value, String... labels) {
            text.append(name);
            char before = '{';
            for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].isEmpty()) {
                    text.append(before).append(labels[i]).append("=\"").append(escaped(labels[i + 1]));
                    text.append('"');
                    before = ',';
                }
            }
            text.append(before == '{' ? " " : "} ").append(value).append('\n');
            return this;
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The whole text. */
    String text() {
        return text.toString();
    }
}
