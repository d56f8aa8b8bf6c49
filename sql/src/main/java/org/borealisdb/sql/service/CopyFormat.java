package org.borealisdb.sql.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.SyntaxExpression;

/**
 * The form of COPY's data (manual, COPY).
 *
 * @param binary whether it is the binary format; nothing else matters then
 * @param csv whether it is CSV rather than text
 * @param delimiter between fields
 * @param nullText what stands for NULL
 * @param header whether the first line names the columns
 * @param quote around fields of CSV
 * @param escape before a quote within a quoted field
 * @param forceQuote whether all fields of CSV are quoted but NULL
 * @param encoding of the lines, if it is not the client's
 */
record CopyFormat(
        boolean binary,
        boolean csv,
        char delimiter,
        String nullText,
        boolean header,
        char quote,
        char escape,
        boolean forceQuote,
        Optional<TextEncoding> encoding) {
    static final CopyFormat TEXT = new CopyFormat(false, false, '\t', "\\N", false, '"', '"', false, Optional.empty());

    /** Reads the options of a COPY. */
    static CopyFormat of(List<OptionItem> options, String text) {
        Map<String, OptionItem> given = new TreeMap<>();
        for (OptionItem option : options) {
            check(option, text);
            if (given.put(option.name(), option) != null) {
                throw SourceText.at(
                        new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options"),
                        text,
                        option.position());
            }
        }
        OptionItem named = given.get("format");
        String format = named == null ? "text" : text(named);
        boolean csv = format.equals("csv");
        boolean binary = format.equals("binary");
        OptionItem headed = given.get("header");
        boolean header = headed != null && isOn(headed);
        if (binary) {
            refuseInBinary(given, header);
        }
        OptionItem delimited = given.get("delimiter");
        char delimiter = delimited == null ? csv ? ',' : '\t' : single(delimited);
        if (delimiter == '\n' || delimiter == '\r') {
            throw invalid("COPY delimiter cannot be newline or carriage return");
        }
        OptionItem marked = given.get("null");
        String nullText = marked == null ? csv ? "" : "\\N" : text(marked);
        if (nullText.indexOf('\n') >= 0 || nullText.indexOf('\r') >= 0) {
            throw invalid("COPY null representation cannot use newline or carriage return");
        }
        if (!csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789".indexOf(delimiter) >= 0) {
            throw invalid("COPY delimiter cannot be \"" + delimiter + "\"");
        }
        OptionItem quoted = given.get("quote");
        char quote = quoted == null ? '"' : quoting(quoted, csv);
        if (csv && delimiter == quote) {
            throw invalid("COPY delimiter and quote must be different");
        }
        OptionItem escaped = given.get("escape");
        char escape = escaped == null ? quote : quoting(escaped, csv);
        OptionItem forced = given.get("force_quote");
        OptionItem encoded = given.get("encoding");
        return new CopyFormat(
                binary,
                csv,
                delimiter,
                nullText,
                header,
                quote,
                escape,
                forced != null && forced.value() instanceof SyntaxExpression.Star,
                encoded == null ? Optional.empty() : TextEncoding.named(text(encoded)));
    }

    /** Fails if there is no such option, or none with such a value. */
    private static void check(OptionItem option, String text) {
        switch (option.name()) {
            case "format" -> {
                String format = text(option);
                if (!List.of("text", "csv", "binary").contains(format)) {
                    throw SourceText.at(
                            invalid("COPY format \"" + format + "\" not recognized"), text, option.position());
                }
            }
            case "freeze" -> {
                if (isTrue(option).isEmpty()) {
                    throw new SqlException(ErrorCode.SYNTAX_ERROR, "freeze requires a Boolean value");
                }
            }
            case "delimiter", "null", "quote", "escape" -> text(option);
            case "header" -> isOn(option);
            case "force_quote", "force_null", "force_not_null" -> {
                boolean all = option.name().equals("force_quote") && option.value() instanceof SyntaxExpression.Star;
                if (!all && !(option.value() instanceof SyntaxExpression.ArrayConstructor)) {
                    throw SourceText.at(
                            invalid("argument to option \"" + option.name() + "\" must be a list of column names"),
                            text,
                            option.position());
                }
            }
            case "encoding" -> {
                if (TextEncoding.named(text(option)).isEmpty()) {
                    throw SourceText.at(
                            invalid("argument to option \"encoding\" must be a valid encoding name"),
                            text,
                            option.position());
                }
            }
            default ->
                throw SourceText.at(
                        new SqlException(ErrorCode.SYNTAX_ERROR, "option \"" + option.name() + "\" not recognized"),
                        text,
                        option.position());
        }
    }

    private static void refuseInBinary(Map<String, OptionItem> given, boolean header) {
        for (String name : List.of("delimiter", "null")) {
            if (given.containsKey(name)) {
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR, "cannot specify " + name.toUpperCase(Locale.ROOT) + " in BINARY mode");
            }
        }
        if (header) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot specify HEADER in BINARY mode");
        }
    }

    /** Fails if what stands for NULL could be taken for something else. */
    void checkNullText() {
        if (binary) {
            return;
        }
        if (nullText.indexOf(delimiter) >= 0) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "COPY delimiter must not appear in the NULL specification");
        }
        if (csv && nullText.indexOf(quote) >= 0) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "CSV quote character must not appear in the NULL specification");
        }
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    private static String text(OptionItem option) {
        return switch (option.value()) {
            case SyntaxExpression.Literal literal -> literal.text();
            case SyntaxExpression.ColumnReference word -> word.names().getLast();
            case null, default ->
                throw new SqlException(ErrorCode.SYNTAX_ERROR, option.name() + " requires a parameter");
        };
    }

    private static boolean isOn(OptionItem option) {
        // Whether it must match is another's affair.
        return isTrue(option)
                .or(() -> text(option).equalsIgnoreCase("match") ? Optional.of(true) : Optional.empty())
                .orElseThrow(
                        () -> new SqlException(ErrorCode.SYNTAX_ERROR, "header requires a Boolean value or \"match\""));
    }

    private static Optional<Boolean> isTrue(OptionItem option) {
        if (option.value() == null) {
            return Optional.of(true);
        }
        if (option.value() instanceof SyntaxExpression.Literal literal) {
            switch (literal.kind()) {
                case TRUE -> {
                    return Optional.of(true);
                }
                case FALSE -> {
                    return Optional.of(false);
                }
                default -> {}
            }
        }
        return switch (text(option).toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> Optional.of(true);
            case "false", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static char single(OptionItem option) {
        String text = text(option);
        if (text.length() != 1 || text.charAt(0) > 127) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "COPY " + option.name() + " must be a single one-byte character");
        }
        return text.charAt(0);
    }

    private static char quoting(OptionItem option, boolean csv) {
        if (!csv) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "COPY " + option.name() + " available only in CSV mode");
        }
        return single(option);
    }
}
