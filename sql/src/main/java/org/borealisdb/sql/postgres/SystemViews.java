package org.borealisdb.sql.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The system relations that are views, by their texts. Immutable. */
final class SystemViews {
    private static final Map<String, String> TEXTS = read();

    private SystemViews() {}

    /** A line {@code -- view schema.name} begins a view; its query follows. */
    private static Map<String, String> read() {
        Map<String, String> texts = new LinkedHashMap<>();
        String name = "";
        StringBuilder text = new StringBuilder();
        for (String line : ResourceLines.text("views.sql").split("\n", -1)) {
            if (line.startsWith("-- view ")) {
                texts.put(name, text.toString().strip());
                name = line.substring("-- view ".length()).strip();
                text.setLength(0);
            } else if (!line.startsWith("--")) {
                text.append(line).append('\n');
            }
        }
        texts.put(name, text.toString().strip());
        texts.remove("");
        return texts;
    }

    static Optional<String> text(String schema, String name) {
        return Optional.ofNullable(TEXTS.get(schema + "." + name));
    }
}
