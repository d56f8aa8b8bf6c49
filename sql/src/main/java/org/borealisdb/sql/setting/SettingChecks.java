package org.borealisdb.sql.setting;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EncodingConversion;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TimeZones;
import org.borealisdb.sql.setting.SettingDeclaration.Flag;

/** What settings want of their values beyond their types. Stateless. */
public final class SettingChecks {
    /** Locales whose names of months and days are English. */
    private static final Set<String> LOCALES =
            Set.of("", "C", "POSIX", "C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8");

    private SettingChecks() {}

    /**
     * Returns a value as it is kept.
     *
     * @param value that is of the setting's type
     * @param current the formats that the value may keep a part of
     * @throws SqlException 22023 if the setting cannot be that, 0A000 if it cannot here
     */
    public static String checked(SettingDeclaration setting, String value, SessionFormat current) {
        return switch (setting.name()) {
            case "TimeZone" -> TimeZoneSetting.checked(setting, value);
            case "client_encoding" -> encoding(setting, value);
            case "application_name" -> cleanAscii(value);
            case "DateStyle" -> DateStyleSetting.checked(setting, value, current);
            case "search_path" -> {
                if (names(value).isEmpty()) {
                    throw setting.invalid(value).withDetail("List syntax is invalid.");
                }
                yield value;
            }
            case "default_table_access_method" -> {
                if (!value.equals("heap")) {
                    throw setting.invalid(value).withDetail("Table access method \"" + value + "\" does not exist.");
                }
                yield value;
            }
            case "lc_messages", "lc_monetary", "lc_numeric", "lc_time" -> {
                if (!LOCALES.contains(value)) {
                    throw setting.invalid(value);
                }
                yield value;
            }
            case "default_tablespace" -> {
                if (!value.isEmpty() && !value.equals("pg_default")) {
                    throw setting.invalid(value).withDetail("Tablespace \"" + value + "\" does not exist.");
                }
                yield value;
            }
            case "temp_tablespaces" -> {
                for (String name :
                        names(value).orElseThrow(() -> setting.invalid(value).withDetail("List syntax is invalid."))) {
                    if (!name.isEmpty() && !name.equals("pg_default")) {
                        throw new SqlException(
                                ErrorCode.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
                    }
                }
                yield value;
            }
            default -> value;
        };
    }

    /** Returns a zone that was checked. */
    public static ZoneId zone(String checked) {
        return TimeZones.named(checked).orElseThrow(() -> new IllegalStateException("time zone " + checked));
    }

    /** Joins the values of SET as the setting keeps them. */
    public static String joined(Optional<SettingDeclaration> setting, String name, List<String> values) {
        boolean quoted = setting.isPresent() && setting.get().has(Flag.QUOTED);
        if (values.size() > 1 && !quoted && (setting.isEmpty() || !setting.get().has(Flag.LIST))) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "SET " + setting.map(SettingDeclaration::name).orElse(name) + " takes only one argument");
        }
        return String.join(
                ", ", quoted ? values.stream().map(Quoting::identifier).toList() : values);
    }

    /** Puts a question mark for each byte that is no printable ASCII. */
    private static String cleanAscii(String value) {
        StringBuilder clean = new StringBuilder(value.length());
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            clean.append(each < ' ' || each > '~' ? '?' : (char) each);
        }
        return clean.toString();
    }

    /** Returns PostgreSQL's name of an encoding that texts can be converted from and to. */
    private static String encoding(SettingDeclaration setting, String value) {
        TextEncoding encoding = TextEncoding.named(value).orElseThrow(() -> setting.invalid(value));
        if (!new EncodingConversion(TextEncoding.UTF8, encoding).isPossible()) {
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "invalid value for parameter \"client_encoding\": \"" + value + "\"")
                    .withDetail("Conversion between " + encoding + " and UTF8 is not supported.");
        }
        return encoding.name();
    }

    /** Returns the names of a list, those without quotes in lower case; empty if it is none. */
    public static Optional<List<String>> names(String list) {
        List<String> names = new ArrayList<>();
        int at = skipSpace(list, 0);
        if (at == list.length()) {
            return Optional.of(names);
        }
        while (true) {
            StringBuilder name = new StringBuilder();
            at = list.startsWith("\"", at) ? quoted(list, at + 1, name) : plain(list, at, name);
            if (at < 0) {
                return Optional.empty();
            }
            names.add(name.toString());
            at = skipSpace(list, at);
            if (at == list.length()) {
                return Optional.of(names);
            }
            if (list.charAt(at) != ',') {
                return Optional.empty();
            }
            at = skipSpace(list, at + 1);
        }
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Reads up to the closing quote; returns where it goes on, -1 if there is none. */
    private static int quoted(String text, int from, StringBuilder name) {
        int at = from;
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                name.append(text.charAt(at));
                at++;
            } else if (text.startsWith("\"\"", at)) {
                name.append('"');
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    private static int plain(String text, int from, StringBuilder name) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && !Character.isWhitespace(text.charAt(at))) {
            name.append(Character.toLowerCase(text.charAt(at)));
            at++;
        }
        return at == from ? -1 : at;
    }
}
