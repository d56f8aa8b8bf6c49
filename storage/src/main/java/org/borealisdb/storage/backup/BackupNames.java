package org.borealisdb.storage.backup;

import org.borealisdb.redo.volume.VolumeId;

/** Names of a backup's objects; see the package description. */
public final class BackupNames {
    /** Holds an object for each volume that has a backup, named by its number. */
    public static final String VOLUMES = "volumes";

    /** Holds an object for each of them that was deleted. */
    public static final String DELETED = "deleted";

    private BackupNames() {}

    public static String volume(VolumeId volume) {
        return VOLUMES + "/" + volume.value();
    }

    /** The folder of a group's objects. */
    public static String group(VolumeId volume, int group) {
        return "volume-" + volume.value() + "/group-" + group;
    }

    public static String index(VolumeId volume, int group) {
        return group(volume, group) + "/index";
    }

    /** The folder of promises not to collect. */
    public static String pins(VolumeId volume) {
        return "volume-" + volume.value() + "/pins";
    }

    static String object(long generation, long number, String kind) {
        return "g" + generation + "-" + number + "-" + kind;
    }
}
