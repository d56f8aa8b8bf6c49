package org.borealisdb.sql.service;

import org.borealisdb.expr.scalar.EncodingConversion;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.CopyOutput;

/** Takes lines in UTF-8 and hands them to a client in another encoding. */
final class ConvertedCopyOutput implements CopyOutput {
    private final CopyOutput output;
    private final EncodingConversion conversion;
    private final ByteSink line = new ByteSink();

    ConvertedCopyOutput(CopyOutput output, EncodingConversion conversion) {
        this.output = output;
        this.conversion = conversion;
    }

    @Override
    public ByteSink begin() {
        line.clear();
        return line;
    }

    @Override
    public void end() {
        byte[] converted = conversion.convert(line.toBytes());
        output.begin().putBytes(converted);
        output.end();
    }
}
