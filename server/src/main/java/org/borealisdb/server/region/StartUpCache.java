package org.borealisdb.server.region;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether this process uses the AOT cache that was made when Borealis was built, without which a start takes several times as long. */
public enum StartUpCache {
    USED,
    /** There is one, and the JVM refused it: made by another Java, with other flags, or damaged. */
    UNUSABLE,
    /** The process was started without one. */
    NONE;

    /** What holds for this process. */
    public static StartUpCache ofThisProcess() {
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            String file = machine.getVMOption("AOTCache").getValue();
            return of(file, System.getProperty("java.vm.info", ""));
        } catch (IllegalArgumentException otherJvm) {
            return NONE;
        }
    }

    /** The JVM says {@code sharing} among its modes if it has mapped the archive that it was told to. */
    static StartUpCache of(String file, String modes) {
        if (file.isEmpty()) {
            return NONE;
        }
        return modes.contains("sharing") ? USED : UNUSABLE;
    }

    /** What a person should know of it; empty if all is well. */
    public String advice() {
        return switch (this) {
            case USED -> "";
            case UNUSABLE -> "the AOT cache cannot be used by this Java; ./borealis build makes a new one";
            case NONE -> "there is no AOT cache; ./borealis build makes one";
        };
    }
}
