package org.borealisdb.server.fault;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/** A network on which messages are lost or late as the board says. They meet their fate where they arrive. */
public final class FaultyNetwork implements Network {
    /** Late one-way messages at a time; more than these are lost. */
    private static final int MOST_LATE = 2000;

    private final Network real;
    private final FaultBoard board;
    private final Tasks tasks;
    private final AtomicInteger late = new AtomicInteger();

    public FaultyNetwork(Network real, FaultBoard board, Tasks tasks) {
        this.real = real;
        this.board = board;
        this.tasks = tasks;
    }

    @Override
    public Endpoint bind(Address self, MessageHandler handler) {
        return real.bind(self, new Arrivals(self, handler));
    }

    private final class Arrivals implements MessageHandler {
        private final Address self;
        private final MessageHandler handler;

        private Arrivals(Address self, MessageHandler handler) {
            this.self = self;
            this.handler = handler;
        }

        @Override
        public void receive(Address from, ByteBuffer message) {
            MessageFate fate = board.fate(from, self, message);
            if (fate.lost()) {
                return;
            }
            if (fate.delayNanos() == 0) {
                handler.receive(from, message);
            } else if (late.incrementAndGet() <= MOST_LATE) {
                tasks.start("late-message", TaskKind.BACKGROUND, () -> arriveLate(from, message, fate.delayNanos()));
            } else {
                late.decrementAndGet();
            }
        }

        private void arriveLate(Address from, ByteBuffer message, long delayNanos) {
            tasks.sleep(delayNanos);
            late.decrementAndGet();
            handler.receive(from, message);
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            MessageFate fate = board.fate(from, self, request);
            if (fate.delayNanos() > 0) {
                tasks.sleep(fate.delayNanos());
            }
            if (fate.lost() || board.fate(self, from, request).lost()) {
                throw new NetworkException("a fault that was injected keeps " + from + " from calling " + self);
            }
            return handler.answer(from, request);
        }
    }
}
