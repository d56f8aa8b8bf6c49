package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a matrix gave so far, as raw figures (JSON) and as Markdown for docs/benchmarks.md. Both files are replaced after every cell, so
 * that a run that is broken off leaves what it had.
 */
final class Report {
    private final Path json;
    private final Path markdown;
    private final Map<String, String> conditions = new LinkedHashMap<>();
    private final Map<String, String> servers = new LinkedHashMap<>();
    private final List<CellResult> results = new ArrayList<>();

    Report(Path folder, String name, Map<String, String> conditions) throws IOException {
        Files.createDirectories(folder);
        this.json = folder.resolve(name + ".json");
        this.markdown = folder.resolve(name + ".md");
        this.conditions.putAll(conditions);
    }

    void settings(String server, String settings) {
        servers.put(server, settings);
    }

    void add(CellResult result) throws IOException {
        results.add(result);
        Files.writeString(json, RawResults.json(conditions, servers, results));
        Files.writeString(markdown, markdown());
    }

    /** For docs/benchmarks.md. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        conditions.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        servers.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append('\n').append(Tables.comparison(results).markdown());
        text.append('\n').append(Tables.costs(results).markdown());
        problems(text, "- ");
        return text.toString();
    }

    /** For a person at a terminal. */
    String human() {
        StringBuilder text = new StringBuilder();
        text.append('\n').append(Tables.comparison(results).human());
        text.append('\n').append(Tables.costs(results).human());
        problems(text, "  ");
        text.append("\nMarkdown: ")
                .append(markdown)
                .append("\nRaw:      ")
                .append(json)
                .append('\n');
        return text.toString();
    }

    private void problems(StringBuilder text, String indent) {
        for (CellResult result : results) {
            for (String problem : result.problems()) {
                text.append(indent)
                        .append(result.cell().name())
                        .append(": ")
                        .append(problem)
                        .append('\n');
            }
        }
    }

    /** True if every bar that could be looked at holds, and nothing failed. */
    boolean allHold() {
        return results.stream()
                .allMatch(result -> result.problems().isEmpty()
                        && result.opponents().keySet().stream()
                                .allMatch(opponent -> result.holds(opponent).orElse(true)));
    }
}
