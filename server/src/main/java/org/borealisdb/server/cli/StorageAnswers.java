package org.borealisdb.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.StorageNodePlace;
import org.borealisdb.server.top.Picture.StorageLine;

/** What the storage nodes of a region of processes say of themselves, wherever they are. */
final class StorageAnswers {
    private static final long PATIENCE_NANOS = 500_000_000L;
    private static final String SILENT = "does not answer";

    private StorageAnswers() {}

    /** Asks all of them at once, and waits half a second at most. */
    static List<StorageLine> of(RegionPlan plan, Endpoint from, Tasks tasks) {
        ConcurrentHashMap<StorageNodePlace, StorageLine> answers = new ConcurrentHashMap<>();
        List<Task> asking = new ArrayList<>();
        for (StorageNodePlace node : plan.storageNodes()) {
            asking.add(
                    tasks.start("ask-" + node.address(), TaskKind.PROTOCOL, () -> answers.put(node, ask(node, from))));
        }
        asking.forEach(Task::join);
        return plan.storageNodes().stream()
                .map(node -> answers.getOrDefault(node, silent(node, SILENT)))
                .toList();
    }

    private static StorageLine ask(StorageNodePlace node, Endpoint from) {
        try {
            return StorageMessages.decode(from.call(
                                    node.address(),
                                    StorageMessages.encode(new StatusRequest(ClusterRecord.MAIN_VOLUME)),
                                    PATIENCE_NANOS))
                            instanceof NodeStatus status
                    ? line(node, status)
                    : silent(node, "answers something else");
        } catch (NetworkException away) {
            return silent(node, away.nobodyListens() ? "down" : SILENT);
        } catch (MalformedException other) {
            return silent(node, "answers something else");
        }
    }

    private static StorageLine line(StorageNodePlace node, NodeStatus status) {
        return new StorageLine(
                node.address().name(),
                node.zone(),
                status.state(),
                status.segments().size(),
                -1,
                status.backlogBytes(),
                status.journalBytes(),
                status.layerBytes());
    }

    private static StorageLine silent(StorageNodePlace node, String how) {
        return new StorageLine(node.address().name(), node.zone(), how, 0, -1, 0, 0, 0);
    }
}
