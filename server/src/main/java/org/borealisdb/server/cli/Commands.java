package org.borealisdb.server.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The commands by name, in the order of the help. Who names one gets that alone, and of {@code run} the role alone: to read what all of them declare takes longer than most of
 * them run, and an instance that takes over must be there soon.
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
            new Named(
                    "run",
                    RunCommand.class,
                    List.of(
                            named("storage-node", RunStorageNodeCommand.class),
                            named("instance", RunInstanceCommand.class),
                            named("control-plane", RunControlPlaneCommand.class),
                            named("gateway", RunGatewayCommand.class),
                            named("host", RunHostCommand.class))),
            named("demo", DemoCommand.class),
            named("train", TrainCommand.class),
            named("version", VersionCommand.class));

    private Commands() {}

    /**
     * A command.
     *
     * @param name  that of its annotation
     * @param roles commands below it that its annotation does not name
     */
    record Named(String name, Class<?> command, List<Named> roles) {
        /** The command with the role alone that comes next, if it is one. */
        private Named with(String role) {
            return new Named(name, command, find(roles, role).map(List::of).orElse(roles));
        }

        /** Adds it to another. */
        void addTo(CommandLine above) {
            CommandLine made = new CommandLine(command);
            roles.forEach(role -> role.addTo(made));
            above.addSubcommand(name, made);
        }
    }

    private static Named named(String name, Class<?> command) {
        return new Named(name, command, List.of());
    }

    /** The command that {@code arguments} begin with, if they do. */
    static Optional<Named> find(String... arguments) {
        Optional<Named> first = arguments.length == 0 ? Optional.empty() : find(ALL, arguments[0]);
        return arguments.length < 2 ? first : first.map(command -> command.with(arguments[1]));
    }

    private static Optional<Named> find(List<Named> among, String name) {
        return among.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
