package dev.sluice.rtmp.client;

import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.link.Connection;

/** Sends a session's messages while the connection takes them. On its loop; media are borrowed. */
final class Sender {
    /** More than the headers of a message's chunks take, unless it is a giant. */
    private static final int CHUNK_HEADERS = 256;

    private final Connection connection;
    private final MessageWriter writer;
    private boolean writable = true;

    Sender(Connection connection) {
        this.connection = connection;
        this.writer = new MessageWriter(connection.allocator());
    }

    void send(RtmpMessage... messages) {
        var out = connection.allocator().buffer();
        for (var message : messages) {
            writer.write(message, out);
        }
        connection.write(out);
    }

    /** A server that does not read has our answers left out, so that they do not pile up. */
    void answer(RtmpMessage message) {
        if (writable) {
            send(message);
        }
    }

    /** Media of so many bytes. */
    void media(RtmpMessage media, int bytes) {
        var out = connection.allocator().buffer(bytes + CHUNK_HEADERS);
        writer.write(media, out);
        connection.write(out);
    }

    boolean isWritable() {
        return writable;
    }

    void onWritabilityChanged(boolean now) {
        writable = now;
    }
}
