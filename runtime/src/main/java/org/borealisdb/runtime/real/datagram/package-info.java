/**
 * Packets of clients over UDP: {@link org.borealisdb.runtime.real.datagram.SocketDatagrams} binds blocking channels, whose kernel
 * buffer is the only queue; what does not fit into it is lost, as packets may be.
 */
@NullMarked
package org.borealisdb.runtime.real.datagram;

import org.jspecify.annotations.NullMarked;
