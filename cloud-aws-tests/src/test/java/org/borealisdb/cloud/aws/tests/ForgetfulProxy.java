package org.borealisdb.cloud.aws.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server, and loses its answer to the first request that begins with certain words: the server has done what it was asked for, and nobody hears of it. */
final class ForgetfulProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final String words;
    private final AtomicInteger lost = new AtomicInteger();

    /** Before the server at {@code target}, on loopback. */
    ForgetfulProxy(int target, String words) throws IOException {
        this.target = target;
        this.words = words;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Answers lost so far. */
    int lost() {
        return lost.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> requests(client, server));
            }
        } catch (IOException closed) {
            // That ends it.
        }
    }

    private void requests(Socket client, Socket server) {
        try (client;
                server) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            AtomicBoolean loses = new AtomicBoolean();
            Thread answers = Thread.ofVirtual().start(() -> answers(client, server, loses));
            byte[] bytes = new byte[1 << 16];
            int count = in.read(bytes);
            while (count > 0) {
                // A request begins with a packet of its own: the one before has been answered.
                if (new String(bytes, 0, count, StandardCharsets.ISO_8859_1).startsWith(words)
                        && lost.compareAndSet(0, 1)) {
                    loses.set(true);
                }
                out.write(bytes, 0, count);
                count = in.read(bytes);
            }
            server.shutdownOutput();
            answers.join();
        } catch (IOException | InterruptedException closed) {
            // One of both has ended the connection.
        }
    }

    private static void answers(Socket client, Socket server, AtomicBoolean loses) {
        try {
            InputStream in = server.getInputStream();
            byte[] bytes = new byte[1 << 16];
            int count = in.read(bytes);
            while (count > 0 && !loses.get()) {
                client.getOutputStream().write(bytes, 0, count);
                client.getOutputStream().flush();
                count = in.read(bytes);
            }
            client.close();
        } catch (IOException closed) {
            // One of both has ended the connection.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
