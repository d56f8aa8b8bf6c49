package org.borealisdb.server.region;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the backup of a storage node's segments is, as the status shows it.
 *
 * @param place     where it goes; empty if there is none
 * @param groups    protection groups that this node uploads
 * @param lagMillis how long ago the group that lags most was where its backup is, in milliseconds
 * @param trouble   why the object store could not be used at the last attempt; empty if it could
 * @param restoring files that are still to be fetched from the store that the node was restored from
 */
public record NodeBackup(String place, int groups, long lagMillis, String trouble, int restoring) {
    /** No backup. */
    public static final NodeBackup NONE = new NodeBackup("", 0, 0, "", 0);

    /** The backup of all {@code nodes} in a line for people; empty if there is none. */
    public static Optional<String> summary(List<NodeHealth> nodes) {
        List<NodeBackup> all = nodes.stream()
                .map(NodeHealth::backup)
                .filter(backup -> !backup.place().isEmpty())
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        int groups = all.stream().mapToInt(NodeBackup::groups).sum();
        long lag = all.stream().mapToLong(NodeBackup::lagMillis).max().orElse(0);
        Optional<String> trouble = all.stream()
                .map(NodeBackup::trouble)
                .filter(each -> !each.isEmpty())
                .findFirst();
        return Optional.of(all.getFirst().place() + ", "
                + (groups == 0 ? "nothing yet" : String.format(Locale.ROOT, "%.1f s behind", lag / 1e3))
                + trouble.map(each -> "; it does not go on: " + each).orElse(""));
    }

    /** How many files all {@code nodes} have still to fetch, in a line for people; empty if none. */
    public static Optional<String> restoring(List<NodeHealth> nodes) {
        int left = nodes.stream().mapToInt(node -> node.backup().restoring()).sum();
        return left == 0
                ? Optional.empty()
                : Optional.of(left + " files are read from the backup until they have been fetched");
    }
}
