package org.borealisdb.benchmarks.pgbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All figures of a run, as JSON. */
final class RawResults {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RawResults() {}

    static String json(Map<String, String> conditions, Map<String, String> servers, List<CellResult> results) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("conditions", conditions);
        root.put("servers", servers);
        root.put("cells", results.stream().map(RawResults::cell).toList());
        return JSON.writeValueAsString(root) + "\n";
    }

    private static Map<String, Object> cell(CellResult result) {
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("name", result.cell().name());
        cell.put("title", result.cell().title());
        cell.put("unit", result.cell().kind().unit());
        Map<String, Object> ratios = new LinkedHashMap<>();
        result.opponents()
                .forEach((opponent, _) ->
                        ratios.put(opponent.name(), result.ratio(opponent).toArray()));
        cell.put("ratio quartiles", ratios);
        cell.put("bars", result.cell().bars());
        cell.put("rounds", result.rounds().stream().map(Round::samples).toList());
        cell.put("problems", result.problems());
        cell.put("pauses in milliseconds", result.pauses().millis());
        return cell;
    }
}
