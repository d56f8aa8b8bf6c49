package org.borealisdb.server.demo;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a person what happens, at a pace that one can follow, and keeps the verdicts. */
final class Narrator {
    private final PrintWriter out;
    private final Duration pace;
    private final List<String> failed = new ArrayList<>();
    private int scene;

    Narrator(PrintWriter out, Duration pace) {
        this.out = out;
        this.pace = pace;
    }

    /** Begins a scene. */
    void scene(String title) {
        scene++;
        out.println();
        out.println(scene + ". " + title);
        rest();
    }

    @FormatMethod
    void tell(@FormatString String format, Object... values) {
        out.println("   " + String.format(Locale.ROOT, format, values));
        rest();
    }

    /** A claim, and whether it held. */
    void verdict(boolean holds, String claim) {
        out.println("   " + (holds ? "[holds] " : "[FAILS] ") + claim);
        out.flush();
        if (!holds) {
            failed.add("scene " + scene + ": " + claim);
        }
    }

    List<String> failed() {
        return List.copyOf(failed);
    }

    private void rest() {
        out.flush();
        try {
            Thread.sleep(pace);
        } catch (InterruptedException nobodyDoesThis) {
            Thread.currentThread().interrupt();
        }
    }
}
