package org.borealisdb.server.top;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.borealisdb.runtime.config.ByteSize;

/** A {@link Picture} as lines of text. */
public final class Screen {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String INSTANCE = "  %-18s %-5s %-8s %-10s %8s %16s  %s";
    private static final String NODE = "  %-18s %-5s %-10s %9s %12s %12s %12s %12s";

    private Screen() {}

    /** All its lines. */
    public static String draw(Picture picture) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s  %s  %s",
                picture.region(),
                TIME.format(Instant.ofEpochMilli(picture.millis())),
                picture.writer().isEmpty() ? "nobody writes" : picture.writer() + " writes");
        line(
                text,
                "%.0f transactions/s   %s/s of log   VDL %d   %d clients%s",
                picture.transactions(),
                new ByteSize((long) picture.logBytes()),
                picture.vdl(),
                picture.clients(),
                picture.usedBytes() < 0 ? "" : "   " + new ByteSize(picture.usedBytes()) + " used");
        line(text, "%s", "");
        line(text, INSTANCE, "instance", "zone", "role", "state", "clients", "LSN", "");
        for (Picture.InstanceLine each : picture.instances()) {
            line(
                    text,
                    INSTANCE,
                    each.name(),
                    each.zone(),
                    each.role(),
                    each.state(),
                    each.clients() < 0 ? "" : each.clients(),
                    each.lsn(),
                    each.note());
        }
        line(text, "%s", "");
        line(text, NODE, "storage node", "zone", "state", "segments", "lacks", "backlog", "journal", "layers");
        for (Picture.StorageLine each : picture.storage()) {
            line(
                    text,
                    NODE,
                    each.name(),
                    each.zone(),
                    each.state(),
                    each.segments(),
                    each.lagBytes() < 0 ? "" : new ByteSize(each.lagBytes()),
                    new ByteSize(each.backlogBytes()),
                    new ByteSize(each.journalBytes()),
                    new ByteSize(each.layerBytes()));
        }
        if (!picture.notes().isEmpty()) {
            line(text, "%s", "");
            picture.notes().forEach(note -> line(text, "  %s", note));
        }
        return text.toString();
    }

    @FormatMethod
    private static void line(StringBuilder text, @FormatString String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
