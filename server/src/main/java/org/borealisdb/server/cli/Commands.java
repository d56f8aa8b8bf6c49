package org.borealisdb.server.cli;

import java.util.List;
import java.util.Optional;

/**
 * The commands by name, in the order of the help. Who names one gets that alone: to read what all of them declare takes longer than most of
 * them run.
 */
final class Commands {
    static final List<Named> ALL = List.of(
            named("start", StartCommand.class),
            named("stop", StopCommand.class),
            named("status", StatusCommand.class),
            named("top", TopCommand.class),
            named("control-plane", ControlPlaneCommand.class),
            named("volume", VolumeCommand.class),
            named("drain", DrainCommand.class),
            named("zone", ZoneCommand.class),
            named("inject", InjectCommand.class),
            named("key", KeyCommand.class),
            named("backtrack", BacktrackCommand.class),
            named("backup", BackupCommand.class),
            named("timeline", TimelineCommand.class),
            named("clone", CloneCommand.class),
            named("snapshot", SnapshotCommand.class),
            named("restore", RestoreCommand.class),
            named("cluster", ClusterCommand.class),
            named("instance", InstanceCommand.class),
            named("endpoint", EndpointCommand.class),
            named("psql", PsqlCommand.class),
            named("logs", LogsCommand.class),
            named("destroy", DestroyCommand.class),
            named("run", RunCommand.class),
            named("demo", DemoCommand.class),
            named("train", TrainCommand.class),
            named("version", VersionCommand.class));

    private Commands() {}

    /** A command's name, which is also that of its annotation. */
    record Named(String name, Class<?> command) {}

    private static Named named(String name, Class<?> command) {
        return new Named(name, command);
    }

    /** The command of that name, if there is one. */
    static Optional<Named> find(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
