package org.borealisdb.server.demo;

/**
 * A node of a region of processes.
 *
 * @param settings more fields of its entry in the region's file, each with a comma before it
 */
public record ProcessNode(String name, Kind kind, String zone, String settings) {
    /** What a node does: what {@code run} calls it, and the list of the region's file that it is in. */
    public enum Kind {
        STORAGE("storage-node", "storage-nodes"),
        INSTANCE("instance", "instances"),
        CONTROL_PLANE("control-plane", "control-plane"),
        GATEWAY("gateway", "gateways"),
        HOST("host", "hosts");

        private final String role;
        private final String list;

        Kind(String role, String list) {
            this.role = role;
            this.list = list;
        }

        /** What {@code run} calls it. */
        public String role() {
            return role;
        }

        String list() {
            return list;
        }
    }

    /** One with no more than it needs. */
    public static ProcessNode of(String name, Kind kind, String zone) {
        return new ProcessNode(name, kind, zone, "");
    }

    boolean has(String field) {
        return settings.contains(", " + field + ": ");
    }

    /** With another field. */
    ProcessNode with(String field, Object value) {
        return new ProcessNode(name, kind, zone, settings + ", " + field + ": " + value);
    }
}
