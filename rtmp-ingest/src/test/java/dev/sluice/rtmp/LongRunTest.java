package dev.sluice.rtmp;

import dev.sluice.media.MediaKind;
import dev.sluice.rtmp.codec.ChunkReader;
import dev.sluice.rtmp.codec.ChunkWriter;
import dev.sluice.rtmp.codec.MessageType;
import dev.sluice.rtmp.codec.RawMessage;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that run for weeks, pushed in compressed time over every place where some encoder's timestamps wrap: dense around
 * those, a frame of each kind every half a minute elsewhere. Each frame must come out at its source's time less that of the
 * first, to the millisecond; arrival jitters, so that a jump that was seen where there is none would show.
 */
class LongRunTest {
    private static final long W24 = 1L << 24;
    private static final long W31 = 1L << 31;
    private static final long W32 = 1L << 32;
    private static final int FRAME_MILLIS = 40;
    private static final long STEP = 675 * FRAME_MILLIS;
    private static final long DENSE = 4_000;
    /** Audio is sent behind the video of the same moment, so that it wraps later. */
    private static final long AUDIO_DELAY = 80;
    private static final int GOP_MILLIS = 2_000;
    private static final byte[] KEY = Hex.bytes("17 01 000000" + Tags.nal("65b804" + Hex.times(200, "11")));
    private static final byte[] SLICE = Hex.bytes("27 01 000000" + Tags.nal("419a" + Hex.times(200, "11")));
    private static final byte[] AAC = Hex.bytes("af 01" + Hex.times(20, "21"));

    private static final ResourceLeakDetector.Level USUAL = ResourceLeakDetector.getLevel();

    /** Millions of frames; other tests look for leaks on their way. */
    @BeforeAll
    static void leaksAreNotLookedFor() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterAll
    static void leaksAreLookedForAgain() {
        ResourceLeakDetector.setLevel(USUAL);
    }

    /** How encoders write a time. */
    private interface Dialect {
        void write(RawMessage message, ByteBuf out);
    }

    /**
     * @param wrap where its time goes back to 0
     * @param over the last of the places that it goes over, a minute before its end
     */
    record Run(String name, long wrap, long from, long over, Dialect dialect) {
        /** Near to a place where some encoder wraps, or this one begins to extend its timestamps. */
        boolean dense(long time) {
            long inWrap = time % wrap;
            return inWrap < DENSE || near(inWrap, W24) || near(inWrap, W31) || near(inWrap, W32);
        }

        private static boolean near(long time, long place) {
            return Math.abs(time - place) < DENSE;
        }

        /** When the next frame is due; sparse, but not over a dense part. */
        long next(long time) {
            long step = dense(time) ? FRAME_MILLIS : STEP;
            for (long place : new long[]{W24, W31, W32, wrap}) {
                long edge = place - DENSE + 1 - time % wrap;
                step = edge > 0 && edge < step ? Math.ceilDiv(edge, FRAME_MILLIS) * FRAME_MILLIS : step;
            }
            return time + step;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Run> runs() {
        return Stream.of(new Run("24 bits, 9.3 h: extended timestamps are left out", W24, 0, 2 * W24,
                (message, out) -> absolute(message, false, false, out)),
                new Run("31 bits, 24.8 d: FFmpeg's FLV", W31, 0, W31, byTheBook(6)),
                new Run("31 bits, one chunk stream for both kinds as librtmp has it", W31, W31 - 3_600_000, W31,
                        byTheBook(0)),
                new Run("32 bits, 49.7 d, by the book", W32, 0, W32, byTheBook(6)),
                new Run("32 bits, full headers, extended timestamps repeated", W32, W32 - 3_600_000, W32,
                        (message, out) -> absolute(message, true, true, out)),
                new Run("32 bits, full headers, extended timestamps not repeated", W32, W32 - 3_600_000, W32,
                        (message, out) -> absolute(message, true, false, out)),
                new Run("32 bits, from just before 24", W32, W24 - 256, W24, byTheBook(6)),
                new Run("32 bits, from just before 31", W32, W31 - 100, W31, byTheBook(6)),
                new Run("32 bits, from just before 32", W32, W32 - 100, W32, byTheBook(6)));
    }

    /** All chunk types, the shortest header that says it. */
    private static Dialect byTheBook(int audioApart) {
        var writer = new ChunkWriter();
        return (message, out) -> writer.write(message.typeId() == MessageType.VIDEO
                ? message
                : new RawMessage(message.chunkStreamId() + audioApart, message.typeId(), message.streamId(),
                        message.timestamp(), message.payload()),
                out);
    }

    /** Type 0 and, for what is longer than a chunk, 3. */
    private static void absolute(RawMessage message, boolean extends24, boolean repeats, ByteBuf out) {
        boolean extended = extends24 && message.timestamp() >= 0xffffff;
        var payload = message.payload();
        out.writeByte(message.chunkStreamId()).writeMedium(extended ? 0xffffff : (int) message.timestamp())
                .writeMedium(payload.readableBytes()).writeByte(message.typeId()).writeIntLE(message.streamId());
        if (extended) {
            out.writeInt((int) message.timestamp());
        }
        out.writeBytes(payload, Math.min(ChunkReader.DEFAULT_CHUNK_SIZE, payload.readableBytes()));
        while (payload.isReadable()) {
            out.writeByte(0xc0 | message.chunkStreamId());
            if (extended && repeats) {
                out.writeInt((int) message.timestamp());
            }
            out.writeBytes(payload, Math.min(ChunkReader.DEFAULT_CHUNK_SIZE, payload.readableBytes()));
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void timesGoOnAndSkewStays(Run run) {
        try (var room = new TestRoom()) {
            var stream = new LongPush(room, run);
            stream.play();
            assertThat(stream.wrong).isEmpty();
            assertThat(stream.cached.getFirst()).isLessThan(run.over() - stream.first);
        }
    }

    /** One run. */
    private static final class LongPush {
        private final TestRoom room;
        private final Run run;
        private final List<String> wrong = new ArrayList<>();
        private final long first;
        /** Shortly behind the last of the places; no key frame has come since. */
        private final long joins;
        private List<Long> cached = List.of();
        private long nextAudio;
        private long sent;
        private boolean listening;

        LongPush(TestRoom room, Run run) {
            this.room = room;
            this.run = run;
            this.first = Math.ceilDiv(run.from(), FRAME_MILLIS) * FRAME_MILLIS;
            joins = run.over() + 200;
            nextAudio = Math.ceilDiv(first * 48, 1024);
            room.publishing(first % run.wrap());
        }

        void play() {
            long previous = first;
            for (long time = first; time < run.over() + 60_000; time = run.next(time)) {
                room.encoder.clock.advanceMillis(time - previous);
                previous = time;
                audioUpTo(time - AUDIO_DELAY, run.dense(time));
                video(time);
                if (time >= joins && time < joins + FRAME_MILLIS) {
                    join(time);
                }
                if (!listening && time >= first + 3 * AUDIO_DELAY) {
                    listening = true;
                    room.listen();
                }
            }
        }

        private void audioUpTo(long due, boolean dense) {
            if (!dense) {
                nextAudio = Math.max(nextAudio, due * 48 / 1024);
            }
            for (; nextAudio * 1024 / 48 <= due; nextAudio++) {
                long time = nextAudio * 1024 / 48;
                send(new RawMessage(4, MessageType.AUDIO, 1, time % run.wrap(), Unpooled.wrappedBuffer(AAC)));
                check(room.audio, time);
            }
        }

        private void video(long time) {
            boolean key = time % GOP_MILLIS == 0 || !run.dense(time);
            send(new RawMessage(4, MessageType.VIDEO, 1, time % run.wrap(),
                    Unpooled.wrappedBuffer(key || time == first ? KEY : SLICE)));
            check(room.video, time);
        }

        private void send(RawMessage message) {
            var out = room.encoder.channel.alloc().heapBuffer(256);
            run.dialect().write(message, out);
            long jitter = sent % 7;
            room.encoder.clock.advanceMillis(jitter);
            room.encoder.channel.writeInbound(out);
            room.encoder.clock.advanceMillis(-jitter);
            sent++;
        }

        private void check(TestRoom.Recorder out, long time) {
            if (listening && (out.pts != time - first || out.dts != out.pts) && wrong.size() < 10) {
                wrong.add("source " + (time - first) + " came out as " + out.pts);
            }
        }

        /** Whoever joins there gets the pictures from before it. */
        private void join(long time) {
            var joiner = room.new Recorder();
            room.subscribe(MediaKind.VIDEO, joiner);
            cached = joiner.cached;
            if (cached.isEmpty() || cached.getLast() != time - first) {
                wrong.add("cached at " + time + ": " + cached);
            }
        }
    }
}
