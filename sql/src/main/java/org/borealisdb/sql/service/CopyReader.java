package org.borealisdb.sql.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/** Reads COPY's text format: lines of fields between tabs, with escapes by backslash. */
final class CopyReader implements CopyRows {
    private final CopyInput input;
    private final char delimiter;
    private final String nullText;
    private final ByteSink line = new ByteSink(256);
    private int at;
    private int end;
    private boolean finished;

    CopyReader(CopyInput input, CopyFormat format) {
        this.input = input;
        this.delimiter = format.delimiter();
        this.nullText = format.nullText();
    }

    @Override
    public boolean next(List<@Nullable String> fields) {
        if (finished || !readLine()) {
            return false;
        }
        int length = line.size();
        if (length > 0 && line.array()[length - 1] == '\r') {
            length--;
        }
        String text = new String(line.array(), 0, length, StandardCharsets.UTF_8);
        if (text.equals("\\.")) {
            finished = true;
            while (input.advance()) {
                // What follows the end mark does not count.
            }
            return false;
        }
        split(text, fields);
        return true;
    }

    private boolean readLine() {
        line.clear();
        while (true) {
            byte[] bytes = input.bytes();
            for (int i = at; i < end; i++) {
                if (bytes[i] == '\n') {
                    line.putBytes(bytes, at, i - at);
                    at = i + 1;
                    return true;
                }
            }
            if (end > at) {
                line.putBytes(bytes, at, end - at);
            }
            if (!input.advance()) {
                finished = true;
                return line.size() > 0;
            }
            at = input.offset();
            end = at + input.length();
        }
    }

    private void split(String text, List<@Nullable String> fields) {
        fields.clear();
        if (text.indexOf('\\') < 0) {
            int start = 0;
            for (int tab = text.indexOf(delimiter); tab >= 0; tab = text.indexOf(delimiter, start)) {
                fields.add(orNull(text.substring(start, tab)));
                start = tab + 1;
            }
            fields.add(orNull(text.substring(start)));
            return;
        }
        List<String> raw = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == delimiter) {
                raw.add(text.substring(start, i));
                start = i + 1;
            }
        }
        raw.add(text.substring(start));
        for (String field : raw) {
            fields.add(field.equals(nullText) ? null : unescape(field));
        }
    }

    private @Nullable String orNull(String field) {
        return field.equals(nullText) ? null : field;
    }

    private static String unescape(String field) {
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            if (++i == field.length()) {
                throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "incomplete escape in COPY data");
            }
            char escaped = field.charAt(i);
            plain.append(
                    switch (escaped) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'v' -> '\u000b';
                        default -> escaped;
                    });
        }
        return plain.toString();
    }
}
