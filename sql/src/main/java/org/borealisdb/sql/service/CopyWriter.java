package org.borealisdb.sql.service;

import java.util.List;
import java.util.Set;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.session.CopyOutput;

/** Writes rows in COPY's text and CSV formats. Belongs to one task. */
final class CopyWriter implements CopiedOut {
    private final CopyOutput output;
    private final CopyFormat format;
    private final SessionFormat session;
    private final List<SqlType> types;
    /** Places of the fields that are always quoted. */
    private final Set<Integer> quoted;

    CopyWriter(CopyOutput output, CopyFormat format, SessionFormat session, List<SqlType> types, Set<Integer> quoted) {
        this.quoted = Set.copyOf(quoted);
        this.output = output;
        this.format = format;
        this.session = session;
        this.types = List.copyOf(types);
    }

    @Override
    public void begin(List<String> names) {
        if (!format.header()) {
            return;
        }
        ByteSink line = output.begin();
        for (int i = 0; i < names.size(); i++) {
            delimiter(line, i);
            line.putText(format.csv() ? quoted(names.get(i), names.size() == 1, false) : escaped(names.get(i)));
        }
        line.putByte('\n');
        output.end();
    }

    @Override
    public void end() {
        // The last row has ended with its line.
    }

    @Override
    public void row(RowSource row) {
        ByteSink line = output.begin();
        for (int i = 0; i < types.size(); i++) {
            Object value = Values.read(row, i, types.get(i));
            if (value == null) {
                delimiter(line, i);
                line.putText(format.nullText());
            } else {
                field(line, i, TextOutput.format(types.get(i), value, session), types.size() == 1);
            }
        }
        line.putByte('\n');
        output.end();
    }

    private void delimiter(ByteSink line, int place) {
        if (place > 0) {
            line.putByte(format.delimiter());
        }
    }

    private void field(ByteSink line, int place, String text, boolean alone) {
        delimiter(line, place);
        line.putText(format.csv() ? quoted(text, alone, format.forceQuote() || quoted.contains(place)) : escaped(text));
    }

    private String quoted(String text, boolean alone, boolean always) {
        boolean needed = always
                || text.equals(format.nullText())
                || (alone && text.equals("\\."))
                || text.chars().anyMatch(c -> c == format.delimiter() || c == format.quote() || c == '\n' || c == '\r');
        if (!needed) {
            return text;
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(format.quote());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == format.quote() || c == format.escape()) {
                quoted.append(format.escape());
            }
            quoted.append(c);
        }
        return quoted.append(format.quote()).toString();
    }

    private String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\u000b' -> escaped.append("\\v");
                default -> {
                    if (c == format.delimiter()) {
                        escaped.append('\\');
                    }
                    escaped.append(c);
                }
            }
        }
        return escaped.toString();
    }
}
