package org.borealisdb.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of one process to another: relays bytes, and holds them back while it is cut, in one direction or both, as a network does that loses packets: connections stay, and nothing comes. Afterwards what was held back arrives.
 */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    // Guarded by the lock.
    private boolean forwardCut;
    private boolean backCut;
    private boolean closed;

    /** One that leads to a port of this machine. */
    Relay(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Lets bytes through, or not: those of whoever connects, and those that come back. */
    void cut(boolean forward, boolean back) {
        synchronized (lock) {
            forwardCut = forward;
            backCut = back;
            lock.notifyAll();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closing) {
            // No more come.
        }
    }

    private void serve(Socket client) {
        try {
            pass(true);
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(server, client, false));
            pump(client, server, true);
        } catch (IOException nobodyThere) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, boolean forward) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                pass(forward);
                out.write(buffer, 0, count);
            }
            pass(forward);
        } catch (IOException broken) {
            // Both ends hear of it below, the other one as late as it would by a network that is cut.
            try {
                pass(forward);
            } catch (IOException closing) {
                // It ends all the same.
            }
        }
        close(from);
        close(to);
    }

    /** Waits while that direction is cut. */
    private void pass(boolean forward) throws IOException {
        synchronized (lock) {
            while (!closed && (forward ? forwardCut : backCut)) {
                try {
                    lock.wait();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
            }
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        listener.close();
        Set.copyOf(sockets).forEach(this::close);
    }
}
