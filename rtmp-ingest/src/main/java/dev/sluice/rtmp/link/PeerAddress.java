package dev.sluice.rtmp.link;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where the other side of a channel is. */
public final class PeerAddress {
    private PeerAddress() {}

    /** Address and port as logs show them. */
    public static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "local";
    }

    public static InetAddress host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
