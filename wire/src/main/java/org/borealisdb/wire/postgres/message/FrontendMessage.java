package org.borealisdb.wire.postgres.message;

import java.util.List;

/** A message of an authenticated client. */
public sealed interface FrontendMessage
        permits Bind,
                FrontendMessage.Query,
                FrontendMessage.Parse,
                FrontendMessage.Describe,
                FrontendMessage.Close,
                FrontendMessage.Execute,
                FrontendMessage.CopyData,
                FrontendMessage.CopyFail,
                FrontendMessage.Signal,
                FrontendMessage.FunctionCall {
    /** What Describe and Close are about. */
    enum Target {
        STATEMENT,
        PORTAL
    }

    record Query(String text) implements FrontendMessage {}

    /** Types are OIDs, 0 for those to be inferred. */
    record Parse(String name, String text, List<Integer> types) implements FrontendMessage {
        public Parse {
            types = List.copyOf(types);
        }
    }

    record Describe(Target target, String name) implements FrontendMessage {}

    record Close(Target target, String name) implements FrontendMessage {}

    /** A row limit of 0 is none. */
    record Execute(String portal, int rowLimit) implements FrontendMessage {}

    /** The bytes are the content that the reader holds. */
    record CopyData(Payload content) implements FrontendMessage {}

    record CopyFail(String message) implements FrontendMessage {}

    /** The messages without content. */
    enum Signal implements FrontendMessage {
        SYNC,
        FLUSH,
        TERMINATE,
        COPY_DONE
    }

    /** The fast path, of old; nobody uses it. */
    record FunctionCall() implements FrontendMessage {}
}
