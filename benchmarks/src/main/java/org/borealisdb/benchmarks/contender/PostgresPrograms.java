package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL's programs. Its server refuses to run as root, so for root it runs as the user {@code postgres}, else {@code nobody}. */
public final class PostgresPrograms {
    private final Path folder;

    public PostgresPrograms(Path folder) {
        this.folder = folder;
        for (String program : List.of("pgbench", "psql")) {
            if (!Files.isExecutable(folder.resolve(program))) {
                throw new BenchmarkException("there is no " + folder.resolve(program)
                        + ": install PostgreSQL 15's programs (Debian: apt-get install postgresql-15), or name their folder with"
                        + " --postgres");
            }
        }
    }

    /** Path of a program. */
    public String path(String program) {
        return folder.resolve(program).toString();
    }

    /** A command that runs a program of the server as a user that it accepts. */
    List<String> unprivileged(String program, List<String> arguments) throws IOException {
        if (!Files.isExecutable(folder.resolve(program))) {
            throw new BenchmarkException(
                    "there is no " + folder.resolve(program) + ": install PostgreSQL 15 (Debian: postgresql-15)");
        }
        List<String> command = new ArrayList<>();
        Optional<String> user = serverUser();
        if (user.isPresent()) {
            command.addAll(List.of(
                    "/usr/bin/setpriv", "--reuid", user.get(), "--regid", groupOf(user.get()), "--init-groups", "--"));
        }
        command.add(path(program));
        command.addAll(arguments);
        return command;
    }

    /** Makes a folder that the server may write. */
    void makeFolder(Path path) throws IOException {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        give(path);
    }

    /** Gives a file or folder to the user of the server. */
    void give(Path path) throws IOException {
        Optional<String> user = serverUser();
        if (user.isPresent()) {
            Files.setOwner(path, principal(path, user.get()).orElseThrow());
        }
    }

    private Optional<String> serverUser() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        for (String candidate : List.of("postgres", "nobody")) {
            if (principal(folder, candidate).isPresent()) {
                return Optional.of(candidate);
            }
        }
        throw new BenchmarkException("PostgreSQL refuses to run as root, and there is no user postgres or nobody");
    }

    private static String groupOf(String user) {
        return user.equals("nobody") ? "nogroup" : user;
    }

    private static Optional<UserPrincipal> principal(Path anywhere, String user) throws IOException {
        try {
            return Optional.of(
                    anywhere.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        } catch (java.nio.file.attribute.UserPrincipalNotFoundException unknown) {
            return Optional.empty();
        }
    }
}
