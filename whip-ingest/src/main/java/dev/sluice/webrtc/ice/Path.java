package dev.sluice.webrtc.ice;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** A way to the peer. Two datagrams of one address, or two frames of one connection, came by equal paths. */
public sealed interface Path {
    /** The peer's address as we see it. */
    InetSocketAddress address();

    /** What leaves by this path is written to it; of the session's loop, and used there only. */
    Channel channel();

    /**
     * By the shared UDP port. The channel is bound to the address of ours that the peer sent to, where there is such a
     * one: to many a peer and firewall, what comes from another is no answer (RFC 8445 7.2.5.2.1).
     */
    record Udp(InetSocketAddress address, Channel channel) implements Path {}

    /** By a connection that the peer made (RFC 6544). */
    record Tcp(InetSocketAddress address, Channel channel) implements Path {}
}
