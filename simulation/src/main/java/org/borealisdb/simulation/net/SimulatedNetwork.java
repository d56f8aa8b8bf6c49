package org.borealisdb.simulation.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.task.Alarm;
import org.borealisdb.simulation.task.Scheduler;
import org.borealisdb.simulation.task.SimulatedTask;
import org.borealisdb.simulation.task.SimulatedTasks;
import org.jspecify.annotations.Nullable;

/** The network of a world: delivers messages late, twice or never. */
public final class SimulatedNetwork {
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Metrics metrics;
    private final Map<Address, Port> ports = new TreeMap<>();
    /** Directed pairs between which nothing passes. */
    private final Set<Link> cut = new HashSet<>();

    private final LongAdder sent;
    private final LongAdder called;

    private LinkQuality quality = LinkQuality.GOOD;

    public SimulatedNetwork(Scheduler scheduler, SplittableRandom random, Metrics metrics) {
        this.scheduler = scheduler;
        this.random = random;
        this.metrics = metrics;
        this.sent = metrics.counter("network.sent");
        this.called = metrics.counter("network.called");
    }

    private record Link(Address from, Address to) {}

    /** The network as a process with these tasks sees it. */
    public Network of(SimulatedTasks tasks) {
        return (self, handler) -> bind(tasks, self, handler);
    }

    /** Changes how bad the whole network is. */
    public void quality(LinkQuality next) {
        quality = next;
    }

    /** From now on nothing passes from {@code from} to {@code to}. */
    public void cut(Address from, Address to) {
        cut.add(new Link(from, to));
    }

    public void heal(Address from, Address to) {
        cut.remove(new Link(from, to));
    }

    /** Removes all cuts. */
    public void healAll() {
        cut.clear();
    }

    private Endpoint bind(SimulatedTasks tasks, Address self, MessageHandler handler) {
        Port old = ports.get(self);
        if (old != null && old.open()) {
            throw new NetworkException(self + " is in use by a live process");
        }
        Port port = new Port(tasks, self, handler);
        ports.put(self, port);
        return port;
    }

    /** Passes {@code action} to the other side, late, twice or never. */
    private void transmit(Address from, Address to, Runnable action) {
        if (!cut.isEmpty() && cut.contains(new Link(from, to))) {
            metrics.count("fault.network.cut");
            return;
        }
        if (random.nextInt(1000) < quality.lossPerMille()) {
            metrics.count("fault.network.lost");
            return;
        }
        scheduler.at(scheduler.now() + latency(), action);
        if (random.nextInt(1000) < quality.duplicatePerMille()) {
            metrics.count("fault.network.duplicated");
            scheduler.at(scheduler.now() + latency(), action);
        }
    }

    private long latency() {
        long latency = random.nextLong(quality.minLatencyNanos(), quality.maxLatencyNanos() + 1);
        if (random.nextInt(1000) < quality.slowPerMille()) {
            metrics.count("fault.network.slow");
            return latency * (2 + random.nextInt(99));
        }
        return latency;
    }

    /** A message under way, with a copy that shows whether the sender changed it after sending. */
    private record Parcel(Address from, ByteBuffer message, ByteBuffer copy) {
        static Parcel of(Address from, ByteBuffer message) {
            ByteBuffer view = message.slice();
            ByteBuffer copy =
                    ByteBuffer.allocate(view.remaining()).put(view.duplicate()).flip();
            return new Parcel(from, view, copy);
        }

        ByteBuffer open() {
            if (!message.equals(copy)) {
                throw new AssertionError("a message from " + from + " was changed after it was sent");
            }
            return message.asReadOnlyBuffer();
        }
    }

    /** A call that waits for its answer. */
    private static final class Call {
        final SimulatedTask caller;

        @Nullable
        ByteBuffer answer;

        @Nullable
        String error;

        Call(SimulatedTask caller) {
            this.caller = caller;
        }

        boolean finished() {
            return answer != null || error != null;
        }
    }

    /** A call of an inquiry. */
    private record Asked(Address to, Call call, long deadline) {}

    /** Calls of one task that are under way at the same time. */
    private final class SimulatedInquiry implements Inquiry {
        private final Port port;
        private final long timeoutNanos;
        private final List<Asked> asked = new ArrayList<>();

        SimulatedInquiry(Port port, long timeoutNanos) {
            this.port = port;
            this.timeoutNanos = timeoutNanos;
        }

        @Override
        public void ask(Address to, ByteBuffer request) {
            called.increment();
            Call call = new Call(scheduler.current());
            Parcel parcel = Parcel.of(port.self, request);
            transmit(port.self, to, () -> port.ask(to, parcel, call));
            port.calls.add(call);
            asked.add(new Asked(to, call, scheduler.now() + timeoutNanos));
        }

        @Override
        public int pending() {
            return asked.size();
        }

        @Override
        public Optional<Reply> next(long waitNanos) {
            long end = waitNanos > Long.MAX_VALUE - scheduler.now() ? Long.MAX_VALUE : scheduler.now() + waitNanos;
            while (!asked.isEmpty()) {
                for (Asked each : asked) {
                    if (each.call().finished() || port.closed || scheduler.now() >= each.deadline()) {
                        asked.remove(each);
                        port.calls.remove(each.call());
                        return Optional.of(reply(each));
                    }
                }
                if (scheduler.now() >= end) {
                    return Optional.empty();
                }
                long until = end;
                for (Asked each : asked) {
                    until = Math.min(until, each.deadline());
                }
                Alarm alarm = scheduler.wakeAt(until, scheduler.current());
                scheduler.block();
                alarm.switchOff();
            }
            return Optional.empty();
        }

        private Reply reply(Asked each) {
            ByteBuffer answer = each.call().answer;
            if (answer != null) {
                return new Reply(each.to(), Optional.of(answer.asReadOnlyBuffer()), "");
            }
            String error = each.call().error;
            return new Reply(
                    each.to(),
                    Optional.empty(),
                    each.to() + (error != null ? ": " + error : " did not answer in time"));
        }

        @Override
        public void close() {
            asked.forEach(each -> port.calls.remove(each.call()));
            asked.clear();
        }
    }

    private final class Port implements Endpoint {
        private final SimulatedTasks tasks;
        private final Address self;
        private final MessageHandler handler;
        private final SimulatedTask receiver;
        private final ArrayDeque<Parcel> inbox = new ArrayDeque<>();
        private final List<Call> calls = new ArrayList<>();
        private boolean closed;

        Port(SimulatedTasks tasks, Address self, MessageHandler handler) {
            this.tasks = tasks;
            this.self = self;
            this.handler = handler;
            this.receiver = tasks.start("inbox", TaskKind.PROTOCOL, this::deliver);
        }

        boolean open() {
            return !closed && !tasks.dead();
        }

        @Override
        public Address self() {
            return self;
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            if (message.remaining() > MAX_MESSAGE_BYTES) {
                throw new IllegalArgumentException("message of " + message.remaining() + " bytes is too long");
            }
            sent.increment();
            Parcel parcel = Parcel.of(self, message);
            transmit(self, to, () -> arrive(to, parcel));
        }

        private void arrive(Address to, Parcel parcel) {
            Port port = ports.get(to);
            if (port != null && port.open()) {
                port.inbox.addLast(parcel);
                scheduler.wake(port.receiver);
            }
        }

        private void deliver() {
            while (true) {
                while (inbox.isEmpty()) {
                    if (closed) {
                        return;
                    }
                    scheduler.block();
                }
                Parcel parcel = inbox.removeFirst();
                handler.receive(parcel.from(), parcel.open());
            }
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            called.increment();
            Call call = new Call(scheduler.current());
            Parcel parcel = Parcel.of(self, request);
            transmit(self, to, () -> ask(to, parcel, call));
            long deadline = scheduler.now() + timeoutNanos;
            Alarm alarm = scheduler.wakeAt(deadline, call.caller);
            calls.add(call);
            while (!call.finished() && !closed && scheduler.now() < deadline) {
                scheduler.block();
            }
            calls.remove(call);
            alarm.switchOff();
            if (call.answer != null) {
                return call.answer.asReadOnlyBuffer();
            }
            throw new NetworkException(to + (call.error != null ? ": " + call.error : " did not answer in time"));
        }

        @Override
        public Inquiry inquire(Address first, ByteBuffer request, long timeoutNanos) {
            SimulatedInquiry inquiry = new SimulatedInquiry(this, timeoutNanos);
            inquiry.ask(first, request);
            return inquiry;
        }

        private void ask(Address to, Parcel parcel, Call call) {
            Port port = ports.get(to);
            if (port == null || !port.open()) {
                transmit(to, self, () -> finish(call, null, "connection refused"));
                return;
            }
            port.tasks.start("call from " + self, TaskKind.SESSION, () -> {
                ByteBuffer answer;
                try {
                    answer = port.handler.answer(self, parcel.open());
                } catch (RuntimeException e) {
                    transmit(to, self, () -> finish(call, null, String.valueOf(e.getMessage())));
                    return;
                }
                Parcel back = Parcel.of(to, answer);
                transmit(to, self, () -> finish(call, back, null));
            });
        }

        private void finish(Call call, @Nullable Parcel answer, @Nullable String error) {
            if (open()) {
                if (!call.finished()) {
                    call.answer = answer == null ? null : answer.open();
                    call.error = error;
                }
                scheduler.wake(call.caller);
            }
        }

        @Override
        public void close() {
            closed = true;
            scheduler.wake(receiver);
            calls.forEach(call -> scheduler.wake(call.caller));
        }
    }
}
