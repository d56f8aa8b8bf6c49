package org.borealisdb.benchmarks.cli;

import java.nio.file.Path;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.region.SizeSyntax;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that all measurements share: where they run, on which data, and how Borealis is run. */
final class MeasurementOptions {
    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Where the temporary folder is made (default: ${DEFAULT-VALUE}). Its disk is what is measured.",
            defaultValue = "/tmp")
    Path work = Path.of("/tmp");

    @Option(
            names = "--postgres",
            paramLabel = "DIR",
            description = "Folder of PostgreSQL's programs (default: ${DEFAULT-VALUE}).",
            defaultValue = "/usr/lib/postgresql/15/bin")
    Path postgres = Path.of("/usr/lib/postgresql/15/bin");

    @Option(
            names = "--jvm-opts",
            paramLabel = "FLAGS",
            description = "Further flags for the Java processes of Borealis, in one word.",
            defaultValue = "")
    String jvmOptions = "";

    @Option(
            names = "--processes",
            description = "Borealis as processes: six storage nodes and an instance, or what is measured of a cluster.")
    boolean processes;

    @Option(
            names = "--pool",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            defaultValue = "2GB",
            description = "Page cache, and shared_buffers (default: ${DEFAULT-VALUE}).")
    ByteSize pool = ByteSize.ofGibibytes(2);

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Scale of pgbench's tables, unless what is measured has one of its own (default: ${DEFAULT-VALUE}).")
    int scale = 20;

    /** Root of the working tree, which the launcher names. */
    static Path home() {
        return Path.of(System.getProperty("borealis.home", ""));
    }

    /** Reads a size and says what one looks like. */
    static final class SizeConverter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            try {
                return SizeSyntax.parse(text);
            } catch (IllegalArgumentException unreadable) {
                throw new TypeConversionException(unreadable.getMessage());
            }
        }
    }
}
