package org.borealisdb.controlplane.failover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.controlplane.fleet.WriterRecord;

/**
 * Watches the writer, and says when another is to write. For one task.
 *
 * <p><b>Gone</b> is a writer whose machine says that nobody listens where it should; that was silent for a while, to us and to all readers; that says that it cannot confirm its lease, or has not become the
 * writer in time. A writer that we alone do not hear of is let be: its readers do, and that it has its lease.
 *
 * <p>A mistake costs an interruption, never data: whoever opens the volume fences the one before.
 */
public final class FailoverMonitor {
    private final FailoverSettings settings;
    /** From here on silence counts: we were not listening before. */
    private long listeningSince;

    private long lastLook;
    private long knownTerm;
    private long knownSince;
    /** When the writer of {@link #knownTerm} served last, or the term became known. */
    private long servedAt;

    /** What was wrong with the writer at the last look; empty if nothing was. */
    private String trouble = "";

    /** Since when it is gone and nobody can follow it; empty if that is not so. */
    private OptionalLong alone = OptionalLong.empty();

    /** Who could not become the writer, and until when they are not asked again. */
    private final Map<String, Long> spared = new HashMap<>();

    /** A monitor that begins to listen. */
    public FailoverMonitor(FailoverSettings settings, long now) {
        this.settings = settings;
        this.listeningSince = now;
        this.lastLook = now;
    }

    /**
     * True if the writer should be looked for: it has not been heard of for a moment.
     *
     * @param heard what was heard of whom, by name
     */
    public boolean wantsProbe(long now, WriterRecord record, Map<String, Heard> heard) {
        Heard writer = heard.get(record.writer());
        return writer != null && !writer.ended() && now - writer.at() >= settings.probeNanos();
    }

    /**
     * The next decision, if one is due. To be asked several times in {@link FailoverSettings#probeNanos}.
     *
     * @param record    what was decided last
     * @param heard     what was heard of whom, by name
     * @param nowMillis for people
     */
    public Optional<WriterRecord> look(long now, WriterRecord record, Map<String, Heard> heard, long nowMillis) {
        if (now - lastLook > settings.silentNanos() / 2) {
            // We were stopped ourselves, and may have missed what others said meanwhile.
            listeningSince = now;
        }
        lastLook = now;
        if (record.term() != knownTerm) {
            knownTerm = record.term();
            knownSince = now;
            servedAt = now;
        }
        spared.values().removeIf(until -> now - until >= 0);
        Optional<Heard> writer = Optional.ofNullable(heard.get(record.writer()));
        writer.filter(each -> each.present(now, settings)
                        && each.report().writes()
                        && each.report().term() >= record.term())
                .ifPresent(each -> servedAt = each.at());
        trouble = trouble(now, record, writer, heard);
        if (trouble.isEmpty()) {
            alone = OptionalLong.empty();
            return Optional.empty();
        }
        List<InstanceReport> present = new ArrayList<>();
        for (Heard each : heard.values()) {
            if (each.present(now, settings) && !spared.containsKey(each.report().name())) {
                present.add(each.report());
            }
        }
        Optional<WriterRecord> next = Successor.choose(present, record.writer())
                .map(successor -> record.next(successor.name(), WriterChange.FAILOVER, trouble, nowMillis));
        if (next.isPresent()) {
            alone = OptionalLong.empty();
            spared.put(record.writer(), now + settings.takeOverNanos());
        } else if (alone.isEmpty()) {
            alone = OptionalLong.of(now);
        }
        return next;
    }

    /** True if the writer has been gone, and nobody there who could follow it, for so long that neither is just starting. */
    public boolean wantsInstance(long now) {
        return alone.isPresent() && now - alone.getAsLong() >= settings.takeOverNanos();
    }

    /** What was wrong with the writer at the last look, in words; empty if nothing was. */
    public String trouble() {
        return trouble;
    }

    /** What is wrong with the writer, in words; empty if nothing is, or it is too early to say. */
    private String trouble(long now, WriterRecord record, Optional<Heard> known, Map<String, Heard> heard) {
        String name = record.writer();
        if (known.filter(Heard::ended).isPresent() && now - knownSince >= settings.probeNanos()) {
            return "the process of " + name + " has ended";
        }
        if (now - listeningSince < settings.silentNanos()) {
            return "";
        }
        long heardAt = known.map(Heard::at).orElse(listeningSince);
        long silent = now - Math.max(heardAt, Math.max(knownSince, listeningSince));
        // One that was never heard of may just be starting, as we are.
        if (silent >= (known.isPresent() ? settings.silentNanos() : settings.takeOverNanos())) {
            boolean others = heard.values().stream().anyMatch(each -> each.hears(name, now, settings));
            return others ? "" : name + " was not heard of for " + silent / 1_000_000 + " ms";
        }
        if (known.isEmpty()) {
            return "";
        }
        InstanceReport report = known.get().report();
        boolean troubled = report.role() == FleetRole.WRITER && report.state() == InstanceState.TROUBLED;
        if (troubled && now - servedAt >= settings.silentNanos()) {
            return name + " cannot serve: " + report.trouble();
        }
        if (now - servedAt >= settings.takeOverNanos()) {
            return name + " does not serve" + (report.trouble().isEmpty() ? "" : ": " + report.trouble());
        }
        return "";
    }
}
