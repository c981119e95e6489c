package dev.sluice.pull;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.pull.source.Source;
import dev.sluice.pull.source.SourceEnd;
import dev.sluice.pull.source.Sources;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.task.TaskException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Sources that do what they are told, on the thread that tells them. */
final class FakeSources implements Sources {
    private static final SourceEnd UNREACHABLE = new SourceEnd.Broken("SOURCE_UNREACHABLE", "connection refused");

    private final List<Opened> opened = new ArrayList<>();
    private int failures;
    private boolean throwing;

    /** One that was opened. */
    static final class Opened implements Source {
        final String url;
        private final FrameSink sink;
        private final Consumer<SourceEnd> ended;
        private long millis;
        boolean closed;

        Opened(String url, FrameSink sink, Consumer<SourceEnd> ended) {
            this.url = url;
            this.sink = sink;
            this.ended = ended;
        }

        /** A key frame without a hint of B-frames. */
        void picture() {
            picture(true, false);
        }

        void picture(boolean key, boolean b) {
            sink.video("",
                    new H264Config(List.of(Bytes.of((byte) 0x67)), List.of(Bytes.of((byte) 0x68)), 66, 0, 31, 640,
                            360, -1));
            millis += 40;
            sink.writeVideo("", millis, millis, key, unit(key, b));
        }

        void announceSound() {
            sink.audio(new AacConfig(2, 44_100, 2, 44_100, Bytes.of((byte) 0x12, (byte) 0x10)));
        }

        void sound() {
            sink.writeAudio(millis, PooledByteBufAllocator.DEFAULT.buffer().writeZero(20));
        }

        void fail() {
            ended.accept(new SourceEnd.Broken("SOURCE_HTTP_503", "status: found 503, expected 200"));
        }

        void end() {
            ended.accept(new SourceEnd.Ended());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** A slice NAL unit behind its length: first_mb_in_slice 0, then slice_type as Exp-Golomb. */
    private static ByteBuf unit(boolean key, boolean b) {
        int type = key ? 0b1000_1000 : b ? 0b1001_1110 : 0b1001_1010;
        return PooledByteBufAllocator.DEFAULT.buffer().writeInt(6).writeByte(key ? 0x65 : 0x41).writeByte(type)
                .writeInt(0x55555555);
    }

    /** The next so many fail as they are opened. */
    void fail(int times) {
        failures = times;
    }

    /** The next throws. */
    void throwOnce() {
        throwing = true;
    }

    List<Opened> opened() {
        return opened;
    }

    Opened latest() {
        return opened.getLast();
    }

    @Override
    public void check(String url) {
        if (!url.startsWith("https://")) {
            throw new TaskException(TaskException.Kind.STREAM_URL, "scheme: found another, expected https");
        }
    }

    @Override
    public Source open(String url, EventLoop loop, FrameSink sink, Consumer<SourceEnd> ended) {
        var source = new Opened(url, sink, ended);
        opened.add(source);
        if (throwing) {
            throwing = false;
            throw new IllegalStateException("broken on purpose");
        }
        if (failures > 0) {
            failures--;
            ended.accept(UNREACHABLE);
        }
        return source;
    }
}
