package org.borealisdb.benchmarks.figure;

import java.util.ArrayList;
import java.util.List;

/** Rows of texts under a heading; the first column is aligned left, the others right. */
public final class Table {
    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table under a heading. */
    public Table(List<String> heading) {
        this.heading = List.copyOf(heading);
    }

    /** Adds a row. */
    public void row(List<String> row) {
        if (row.size() != heading.size()) {
            throw new IllegalArgumentException(row.size() + " fields under " + heading.size() + " headings");
        }
        rows.add(List.copyOf(row));
    }

    /** As Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        markdown(text, heading);
        markdown(text, heading.stream().map(_ -> "---").toList());
        rows.forEach(row -> markdown(text, row));
        return text.toString();
    }

    private static void markdown(StringBuilder text, List<String> row) {
        text.append("| ").append(String.join(" | ", row)).append(" |\n");
    }

    /** In columns of fixed width. */
    public String human() {
        int[] widths = new int[heading.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(heading);
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + padding : padding + row.get(i))
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
