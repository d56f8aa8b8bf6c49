package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Another process for a test, since priorities can't be given back: lets its compiler threads give way, and prints name and nice value of each of its threads. */
final class GivingWay {
    private static final int NICE_FIELD = 16;

    private GivingWay() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(CompilerThreads.giveWay(Integer.parseInt(arguments[0])));
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                int name = stat.lastIndexOf(')');
                System.out.println(stat.substring(stat.indexOf('(') + 1, name) + "="
                        + stat.substring(name + 2).split(" ", -1)[NICE_FIELD]);
            }
        }
    }
}
