package dev.sluice.rtmp.client;

import dev.sluice.rtmp.amf.AmfValue;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** What the owner of a publish holds. */
record PublishDial(Dial dial, PublishRole role) implements Publishing {
    @Override
    public boolean writeAudio(long millis, ByteBuf body) {
        return role.writeAudio(millis, body);
    }

    @Override
    public boolean writeVideo(long millis, ByteBuf body) {
        return role.writeVideo(millis, body);
    }

    @Override
    public boolean writeData(long millis, List<AmfValue> values) {
        return role.writeData(millis, values);
    }

    @Override
    public boolean isWritable() {
        return role.isWritable();
    }

    @Override
    public void close() {
        dial.close();
    }
}
