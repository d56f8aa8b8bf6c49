package org.borealisdb.runtime.real;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The threads in which the JVM compiles this process. By default they get as much of the processors as all others: a node that does something that it has not done for long, and compiles
 * that, then keeps waiting those who do its usual work (and the processes beside it), for seconds. JVM options that change it print a warning, and need a privilege to be of use.
 */
@SuppressWarnings("restricted") // This class exists to call the operating system.
public final class CompilerThreads {
    private static final System.Logger LOG = System.getLogger(CompilerThreads.class.getName());

    private static final Path TASKS = Path.of("/proc/self/task");
    /** What the JVM calls them; the kernel keeps 15 characters. */
    private static final List<String> NAMES = List.of("C1 CompilerThre", "C2 CompilerThre");

    /** {@code PRIO_PROCESS} of setpriority(2); on Linux it means one thread. */
    private static final int ONE = 0;

    private CompilerThreads() {}

    /**
     * Gives them the nice value {@code nice} (0 to 19; at 10 a thread gets a tenth of what another one gets, if both want it all), and those that they start later. Does nothing where
     * that is not possible: not Linux, or no native access. It cannot be taken back without a privilege.
     *
     * @return how many threads have it now
     */
    public static int giveWay(int nice) {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setPriority = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int done = 0;
            for (int thread : all()) {
                done += (int) setPriority.invoke(ONE, thread, nice) == 0 ? 1 : 0;
            }
            return done;
        } catch (IOException | IllegalCallerException | UnsupportedOperationException | NoSuchElementException e) {
            LOG.log(System.Logger.Level.INFO, "Compiling keeps the priority of other threads", e);
            return 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a foreign function threw", e);
        }
    }

    /** Their numbers in the kernel. */
    private static List<Integer> all() throws IOException {
        List<Integer> found = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                if (NAMES.contains(name(task))) {
                    found.add(Integer.valueOf(task.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static String name(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (NoSuchFileException ended) {
            return "";
        }
    }
}
