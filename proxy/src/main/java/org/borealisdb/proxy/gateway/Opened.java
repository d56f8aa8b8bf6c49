package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.net.StreamConnection;

/**
 * A client that has an instance.
 *
 * @param instance the connection to it, which the leg holds
 * @param fromClient what the client has said and the instance has not got yet
 * @param fromInstance the instance's first answer, which the client has not got yet
 * @param readable whether what follows are messages of the PostgreSQL protocol, and not encrypted
 */
record Opened(Leg leg, StreamConnection instance, ByteBuffer fromClient, ByteBuffer fromInstance, boolean readable) {}
