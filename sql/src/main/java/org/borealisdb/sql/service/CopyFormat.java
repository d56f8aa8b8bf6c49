package org.borealisdb.sql.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

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
    static CopyFormat of(List<OptionItem> options) {
        boolean csv = false;
        boolean binary = false;
        for (OptionItem option : options) {
            if (option.name().equals("format")) {
                String format = text(option).toLowerCase(Locale.ROOT);
                binary = format.equals("binary");
                csv = switch (format) {
                    case "csv" -> true;
                    case "text", "binary" -> false;
                    default -> throw invalid("COPY format \"" + format + "\" not recognized");
                };
            }
        }
        if (binary) {
            refuseInBinary(options);
        }
        char delimiter = csv ? ',' : '\t';
        String nullText = csv ? "" : "\\N";
        boolean header = false;
        char quote = '"';
        @Nullable Character escape = null;
        boolean forceQuote = false;
        Optional<TextEncoding> encoding = Optional.empty();
        for (OptionItem option : options) {
            switch (option.name()) {
                case "format", "freeze" -> {
                    // The first is known, the second promises nothing that is made use of.
                }
                case "delimiter" -> delimiter = single(option, "delimiter");
                case "null" -> nullText = text(option);
                case "header" -> header = isOn(option);
                case "quote" -> quote = quoting(option, csv);
                case "escape" -> escape = quoting(option, csv);
                case "force_quote" -> {
                    // Some columns are another's affair.
                    forceQuote = option.value() instanceof SyntaxExpression.Star;
                }
                case "force_null", "force_not_null" -> {
                    // These are, too.
                }
                case "encoding" ->
                    encoding = Optional.of(TextEncoding.named(text(option))
                            .orElseThrow(
                                    () -> invalid("argument to option \"encoding\" must be a valid encoding name")));
                default ->
                    throw new SqlException(ErrorCode.SYNTAX_ERROR, "option \"" + option.name() + "\" not recognized");
            }
        }
        if (delimiter == '\n' || delimiter == '\r') {
            throw invalid("COPY delimiter cannot be newline or carriage return");
        }
        if (!csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789".indexOf(delimiter) >= 0) {
            throw invalid("COPY delimiter cannot be \"" + delimiter + "\"");
        }
        return new CopyFormat(
                binary, csv, delimiter, nullText, header, quote, escape == null ? quote : escape, forceQuote, encoding);
    }

    private static void refuseInBinary(List<OptionItem> options) {
        for (String name : List.of("delimiter", "null", "header")) {
            if (options.stream().anyMatch(option -> option.name().equals(name))) {
                throw new SqlException(
                        name.equals("header") ? ErrorCode.FEATURE_NOT_SUPPORTED : ErrorCode.SYNTAX_ERROR,
                        "cannot specify " + name.toUpperCase(Locale.ROOT) + " in BINARY mode");
            }
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
        if (option.value() == null) {
            return true;
        }
        if (option.value() instanceof SyntaxExpression.Literal literal) {
            switch (literal.kind()) {
                case TRUE -> {
                    return true;
                }
                case FALSE -> {
                    return false;
                }
                default -> {}
            }
        }
        return switch (text(option).toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            // Whether it must match is another's affair.
            case "match" -> true;
            default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, "header requires a Boolean value or \"match\"");
        };
    }

    private static char single(OptionItem option, String what) {
        String text = text(option);
        if (text.length() != 1 || text.charAt(0) > 127) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "COPY " + what + " must be a single one-byte character");
        }
        return text.charAt(0);
    }

    private static char quoting(OptionItem option, boolean csv) {
        if (!csv) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "COPY " + option.name() + " available only in CSV mode");
        }
        return single(option, option.name());
    }
}
