package org.borealisdb.sql.setting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All settings that are declared. */
public final class SettingTable {
    private static final String FILE = "settings.txt";
    private static final String SEPARATOR = "\\s*\\|(?:\\s+|$)";
    private static final int FIELDS = 10;

    private static final Map<String, SettingDeclaration> ALL = read();

    private SettingTable() {}

    /** Returns the setting of a name in lower case. */
    public static Optional<SettingDeclaration> find(String key) {
        return Optional.ofNullable(ALL.get(key));
    }

    /** Returns all settings, by name. */
    public static Collection<SettingDeclaration> all() {
        return ALL.values();
    }

    private static Map<String, SettingDeclaration> read() {
        Map<String, SettingDeclaration> all = new LinkedHashMap<>();
        try (InputStream in = SettingTable.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + FILE + " is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(SettingTable::declaration)
                    .forEach(each -> all.put(each.name().toLowerCase(Locale.ROOT), each));
        } catch (IOException failed) {
            throw new UncheckedIOException("resource " + FILE, failed);
        }
        return Collections.unmodifiableMap(all);
    }

    private static SettingDeclaration declaration(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        if (fields.length != FIELDS) {
            throw new IllegalStateException(FILE + " has a line of " + fields.length + " fields: " + line);
        }
        SettingDeclaration.Type type = SettingDeclaration.Type.valueOf(fields[1].toUpperCase(Locale.ROOT));
        boolean isChoice = type == SettingDeclaration.Type.ENUM;
        String[] range = isChoice || fields[4].isEmpty() ? new String[] {"", ""} : fields[4].split("\\.\\.", 2);
        Set<SettingDeclaration.Flag> flags = EnumSet.noneOf(SettingDeclaration.Flag.class);
        words(fields[7]).forEach(word -> flags.add(SettingDeclaration.Flag.valueOf(word.toUpperCase(Locale.ROOT))));
        return new SettingDeclaration(
                fields[0],
                type,
                SettingDeclaration.Context.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                SettingUnit.of(fields[3]),
                range[0],
                range[1],
                isChoice ? words(fields[4]) : List.of(),
                fields[5],
                words(fields[6]),
                flags,
                fields[8],
                fields[9]);
    }

    private static List<String> words(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split(",", -1));
    }
}
