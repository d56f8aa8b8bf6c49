package org.borealisdb.controlplane.fleet;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.error.OperationException;

/** Who is to write the main cluster, in the metadata log under {@code writers/main}. Methods wait. */
public final class WriterRegistry {
    private static final String KEY = "writers/main";
    private static final int MOST_ATTEMPTS = 8;

    private final MetadataLog log;

    public WriterRegistry(MetadataLog log) {
        this.log = log;
    }

    /** What was decided last; empty if nothing was. */
    public Optional<WriterRecord> current() {
        return log.read(KEY).map(value -> WriterRecord.decode(value.bytes()));
    }

    /**
     * Decides, if nobody has decided since the term before.
     *
     * @return false if somebody has
     * @throws org.borealisdb.runtime.error.OperationException if the outcome is not known
     */
    public boolean decide(WriterRecord next) {
        Optional<MetadataValue> before = log.read(KEY);
        long term =
                before.map(value -> WriterRecord.decode(value.bytes()).term()).orElse(0L);
        return next.term() == term + 1
                && log.compareAndSet(KEY, before.map(MetadataValue::version).orElse(0L), next.encode());
    }

    /** Says that the writer before {@code term} has closed the volume, which it had open under {@code epoch}, if that is the last decision still. */
    public void release(long term, long epoch) {
        amend(term, record -> record.released() == 0 ? record.releasedFrom(epoch) : record);
    }

    /** Says that the writer of {@code term} serves, if that is the last decision still. */
    public void serves(long term, long nowMillis) {
        amend(term, record -> record.servingMillis() == 0 ? record.servingFrom(nowMillis) : record);
    }

    private void amend(long term, UnaryOperator<WriterRecord> change) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> value = log.read(KEY);
            Optional<WriterRecord> record = value.map(each -> WriterRecord.decode(each.bytes()));
            if (record.filter(each -> each.term() == term).isEmpty()) {
                return;
            }
            WriterRecord next = change.apply(record.orElseThrow());
            if (next.equals(record.orElseThrow())
                    || log.compareAndSet(KEY, value.orElseThrow().version(), next.encode())) {
                return;
            }
        }
        throw new OperationException("others change " + KEY + " at the same time", true);
    }
}
