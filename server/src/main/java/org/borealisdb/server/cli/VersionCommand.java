package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version of Borealis, of Java and of the operating system. */
@Command(name = "version", description = "Prints the version of Borealis, of Java and of the operating system.")
final class VersionCommand implements Runnable, IVersionProvider {
    private static final String RESOURCE = "version.properties";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "Borealis " + productVersion(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")",
            System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                    + System.getProperty("os.arch")
        };
    }

    @Override
    public void run() {
        spec.root().commandLine().printVersionHelp(spec.commandLine().getOut());
    }

    /** The version that the build wrote beside this class; classes that were only compiled have none. */
    static String productVersion() throws IOException {
        try (InputStream stream = VersionCommand.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing beside " + VersionCommand.class);
            }
            Properties properties = new Properties();
            properties.load(stream);
            String version = properties.getProperty("version", "");
            return version.isEmpty() || version.startsWith("${") ? "(not packaged)" : version;
        }
    }
}
