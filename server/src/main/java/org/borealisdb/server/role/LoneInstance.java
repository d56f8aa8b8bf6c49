package org.borealisdb.server.role;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.volume.PreviousWriter;

/**
 * The one instance of the main cluster that is in this process, of a region of processes. If the region has a control plane, it does what that says; else what the region's file says, for ever.
 */
final class LoneInstance implements Instances {
    /** How long it waits to serve, before it counts as started without that. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final long LOOK_NANOS = 20_000_000L;
    private static final long RETRY_NANOS = 200_000_000L;

    private final InstancePlace place;
    private final MainVolume volume;
    private final InstanceParts parts;
    private final Instance instance;
    private Optional<InstanceRecord> registered = Optional.empty();
    private Optional<WriterRecord> decided = Optional.empty();

    /** One that does nothing yet. */
    LoneInstance(InstancePlace place, Instance instance, MainVolume volume, InstanceParts parts) {
        this.place = place;
        this.instance = instance;
        this.volume = volume;
        this.parts = parts;
    }

    @Override
    public void open(PreviousWriter previous) {
        if (!parts.control().isEmpty()) {
            patiently(() -> registered = Optional.of(register()));
            patiently(() -> decided = Optional.of(decide()));
            if (decided.orElseThrow().writer().equals(instance.name())) {
                patiently(volume::ensure);
            }
            instance.begin(decided);
        } else if (place.reader()) {
            instance.follow(parts.plan().writer().address());
        } else {
            volume.ensure();
            instance.write(Optional.empty(), previous);
        }
        awaitServing();
        if (instance.serves()) {
            registered.ifPresent(this::tellServing);
        }
    }

    /** Who asked for the restart waits for that. */
    private void tellServing(InstanceRecord known) {
        try {
            new InstanceRegistry(parts.metadataLog()).change(known, record -> record.servesAfter(known.restarts()));
        } catch (OperationException unreachable) {
            // The restart is done all the same.
            parts.world().metrics().count("clusters.log-unreachable");
        }
    }

    /** Does something as soon as it can be done: storage nodes and the control plane may begin at the same time. */
    private void patiently(Runnable step) {
        long deadline = parts.world().clock().nanoTime() + PATIENCE_NANOS;
        boolean done = false;
        while (!done) {
            try {
                step.run();
                done = true;
            } catch (OperationException notYet) {
                if (!notYet.retryable() || deadline - parts.world().clock().nanoTime() <= 0) {
                    throw notYet;
                }
                parts.world().tasks().sleep(RETRY_NANOS);
            }
        }
    }

    /** Says in the registry that there is this one, for those who list instances and choose among them. */
    private InstanceRecord register() {
        InstanceRegistry registry = new InstanceRegistry(parts.metadataLog());
        Optional<InstanceRecord> known = registry.last(instance.name()).filter(record -> !record.gone());
        if (known.isEmpty()) {
            registry.add(InstanceRecord.wanted(
                    instance.name(),
                    parts.world().random().nextLong(),
                    place.pool().bytes(),
                    parts.world().clock().wallMicros() / 1_000,
                    place.zone(),
                    place.tier()));
        }
        InstanceRecord before = registry.get(instance.name());
        return registry.change(
                        before,
                        record -> record.at(
                                place.clients().port(),
                                place.zone(),
                                place.tier(),
                                place.pool().bytes()))
                .orElse(before);
    }

    /** Who is to write, which is decided now if it is not. */
    private WriterRecord decide() {
        WriterRegistry writers = new WriterRegistry(parts.metadataLog());
        Optional<WriterRecord> known = writers.current();
        if (known.isEmpty()) {
            writers.decide(WriterRecord.first(
                    parts.plan().writer().address().name(),
                    parts.world().clock().wallMicros() / 1_000));
            known = writers.current();
        }
        return known.orElseThrow(() -> new OperationException("nobody is decided to write", true));
    }

    private void awaitServing() {
        long deadline = parts.world().clock().nanoTime() + PATIENCE_NANOS;
        while (!instance.serves() && deadline - parts.world().clock().nanoTime() > 0) {
            parts.world().tasks().sleep(LOOK_NANOS);
        }
    }

    /** There are no others. */
    @Override
    public void attend(Supplier<List<Integer>> taken) {}

    @Override
    public List<Instance> all() {
        return List.of(instance);
    }

    @Override
    public void close() {
        instance.handOverAndClose();
    }
}
