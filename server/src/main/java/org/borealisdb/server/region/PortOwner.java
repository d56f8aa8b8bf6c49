package org.borealisdb.server.region;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who listens on a TCP port of this machine, where {@code /proc} tells (Linux; other users' processes only to root). The tables
 * {@code /proc/net/tcp} and {@code tcp6} give the socket's inode, and the process that has it open shows it among its descriptors.
 *
 * @param pid     number of the process
 * @param command name of its program
 */
public record PortOwner(long pid, String command) {
    private static final String LISTENING = "0A";
    private static final int MAX_SUGGESTIONS = 100;
    private static final int LARGEST_PORT = 65_535;

    /**
     * Fails with one line that names the owner, as far as it is known, and a free port, if {@code host}:{@code port} cannot be
     * listened on now. Port 0 (any) is free wherever the address is one of this machine.
     */
    public static void checkFree(InetAddress host, int port) {
        Optional<String> obstacle = obstacle(host, port);
        if (obstacle.isEmpty()) {
            return;
        }
        Optional<PortOwner> owner = port == 0 ? Optional.empty() : find(port);
        String reason = owner.isPresent() || obstacle.get().contains("in use")
                ? "port " + port + " is in use"
                        + owner.map(found -> " by process " + found.pid() + " (" + found.command() + ")")
                                .orElse("")
                : "cannot listen on " + host.getHostAddress() + " port " + port + ": " + obstacle.get();
        String suggestion = freePortAfter(host, port)
                .map(free -> "; choose another one, for example --port " + free)
                .orElse("; choose another address or port with --listen and --port");
        throw new RegionProblemException(reason + suggestion);
    }

    /**
     * True if {@code host}:{@code port} can be listened on now.
     *
     * @throws RegionProblemException if there is no such host
     */
    public static boolean isFree(String host, int port) {
        try {
            return isFree(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            throw new RegionProblemException("there is no address " + host, unknown);
        }
    }

    private static boolean isFree(InetAddress host, int port) {
        return obstacle(host, port).isEmpty();
    }

    /** What the system says when asked to listen there. */
    private static Optional<String> obstacle(InetAddress host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the listener itself does: connections of a predecessor that wind down are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Optional<Integer> freePortAfter(InetAddress host, int port) {
        int last = Math.min(LARGEST_PORT, port + MAX_SUGGESTIONS);
        for (int candidate = port + 1; candidate <= last; candidate++) {
            if (isFree(host, candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The process that listens on {@code port}, on whatever address; empty if it cannot be told. */
    public static Optional<PortOwner> find(int port) {
        List<String> inodes = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            inodes.addAll(listeningInodes(lines(Path.of(table)), port));
        }
        if (inodes.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> hasSocket(process.pid(), inodes))
                .findFirst()
                .map(process -> new PortOwner(process.pid(), command(process)));
    }

    /** The lines of a table of the kernel; none where there is no such table, so that the message goes without a name. */
    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table, StandardCharsets.US_ASCII);
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    /** Inodes of the sockets that listen on {@code port}; columns: number, local address, remote address, state, ..., inode (10th). */
    static List<String> listeningInodes(List<String> table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        List<String> inodes = new ArrayList<>();
        for (String line : table) {
            List<String> columns = List.of(line.strip().split("\\s+", -1));
            if (columns.size() > 9
                    && columns.get(1).endsWith(suffix)
                    && columns.get(3).equals(LISTENING)) {
                inodes.add(columns.get(9));
            }
        }
        return inodes;
    }

    private static boolean hasSocket(long pid, List<String> inodes) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (inodes.stream().anyMatch(inode -> target.equals("socket:[" + inode + "]"))) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException goneOrNotOurs) {
            return false;
        }
        return false;
    }

    private static String command(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException gone) {
            return process.info().command().orElse("unknown program");
        }
    }
}
