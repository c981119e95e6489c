package dev.sluice.rtmp;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where the other side of a channel is. */
final class PeerAddress {
    private PeerAddress() {}

    /** Address and port as logs show them. */
    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "local";
    }

    static InetAddress host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
