package org.borealisdb.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One session of the program psql, fed by a pipe: statements in, what it prints out. Used by one thread; any may {@link #close} it. */
public final class PsqlSession implements ClientSession {
    /** Printed by psql itself after a statement; no statement of the demonstration prints it. */
    private static final String END_MARK = "-- end of the answer --";

    private final Process psql;
    private final BufferedReader output;
    private final Writer input;

    /**
     * Starts psql and has it connect; whether that succeeds is seen at the first statement.
     *
     * @throws IOException if nobody listens there, which costs much less to find out than by starting psql
     */
    public PsqlSession(String psqlProgram, int port, String password) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        ProcessBuilder builder = new ProcessBuilder(
                        psqlProgram,
                        "-X",
                        "-A",
                        "-t",
                        "-v",
                        "VERBOSITY=verbose",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-U",
                        "postgres",
                        "postgres")
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        builder.environment().put("LC_ALL", "C");
        psql = builder.start();
        output = psql.inputReader(StandardCharsets.UTF_8);
        input = psql.outputWriter(StandardCharsets.UTF_8);
    }

    @Override
    public Answer execute(String statements) {
        send(statements);
        return receive();
    }

    /** Sends statements without waiting for an answer. */
    void send(String statements) {
        try {
            input.write(statements + "\n\\echo " + END_MARK + "\n");
            input.flush();
        } catch (IOException psqlHasEnded) {
            // What it had to say is still to be read.
        }
    }

    /** Waits for the answer to what was sent. */
    Answer receive() {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(END_MARK)) {
                    return new Answer(lines, false);
                }
                lines.add(line);
            }
        } catch (IOException psqlWasKilled) {
            lines.add("psql: error: " + psqlWasKilled.getMessage());
        }
        return new Answer(lines, true);
    }

    /** Ends psql, at once. */
    @Override
    public void close() {
        psql.destroyForcibly();
    }
}
