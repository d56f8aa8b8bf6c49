package org.borealisdb.expr.scalar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** The texts that bytes are written as: encode() and decode(). */
enum ByteEncoding {
    HEX {
        @Override
        String encode(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        byte[] decode(String text) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                    continue;
                }
                int high = digit(text, i++);
                if (i >= text.length()) {
                    throw invalid("invalid hexadecimal data: odd number of digits");
                }
                bytes.write(high << 4 | digit(text, i));
            }
            return bytes.toByteArray();
        }

        private int digit(String text, int at) {
            int digit = text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw invalid("invalid hexadecimal digit: \"" + Character.toString(text.codePointAt(at)) + "\"");
            }
            return digit;
        }
    },
    BASE64 {
        @Override
        String encode(byte[] bytes) {
            return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
        }

        @Override
        byte[] decode(String text) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int buffer = 0;
            int count = 0;
            int padding = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                    continue;
                }
                int value = 0;
                if (c == '=') {
                    if (padding == 0) {
                        padding = count == 2 ? 1 : count == 3 ? 2 : -1;
                    }
                    if (padding < 0) {
                        throw invalid("unexpected \"=\" while decoding base64 sequence");
                    }
                } else {
                    value = ALPHABET.indexOf(c);
                    if (value < 0) {
                        throw invalid("invalid symbol \"" + Character.toString(text.codePointAt(i))
                                + "\" found while decoding base64 sequence");
                    }
                }
                buffer = buffer << 6 | value;
                if (++count == 4) {
                    bytes.write(buffer >> 16);
                    if (padding == 0 || padding > 1) {
                        bytes.write(buffer >> 8);
                    }
                    if (padding == 0 || padding > 2) {
                        bytes.write(buffer);
                    }
                    buffer = 0;
                    count = 0;
                }
            }
            if (count != 0) {
                throw invalid("invalid base64 end sequence")
                        .withHint("Input data is missing padding, is truncated, or is otherwise corrupted.");
            }
            return bytes.toByteArray();
        }
    },
    ESCAPE {
        @Override
        String encode(byte[] bytes) {
            StringBuilder text = new StringBuilder();
            for (byte each : bytes) {
                int value = each & 0xff;
                if (value == '\\') {
                    text.append("\\\\");
                } else if (value == 0 || value >= 0x80) {
                    text.append('\\').append(Integer.toOctalString(0x200 | value), 1, 4);
                } else {
                    text.append((char) value);
                }
            }
            return text.toString();
        }

        @Override
        byte[] decode(String text) {
            byte[] source = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < source.length; i++) {
                if (source[i] != '\\') {
                    bytes.write(source[i]);
                } else if (i + 1 < source.length && source[i + 1] == '\\') {
                    bytes.write('\\');
                    i++;
                } else if (i + 3 < source.length
                        && octal(source[i + 1]) >= 0
                        && octal(source[i + 1]) < 4
                        && octal(source[i + 2]) >= 0
                        && octal(source[i + 3]) >= 0) {
                    bytes.write(octal(source[i + 1]) << 6 | octal(source[i + 2]) << 3 | octal(source[i + 3]));
                    i += 3;
                } else {
                    throw new SqlException(
                            ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
                }
            }
            return bytes.toByteArray();
        }

        private int octal(byte value) {
            return value >= '0' && value <= '7' ? value - '0' : -1;
        }
    };

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    static ByteEncoding named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "hex" -> HEX;
            case "base64" -> BASE64;
            case "escape" -> ESCAPE;
            default ->
                throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "unrecognized encoding: \"" + name + "\"");
        };
    }

    abstract String encode(byte[] bytes);

    abstract byte[] decode(String text);

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
