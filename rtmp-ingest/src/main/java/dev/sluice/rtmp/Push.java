package dev.sluice.rtmp;

import dev.sluice.health.Warning;
import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.AggregateReader;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.frame.TagToFrame;
import dev.sluice.rtmp.frame.TimestampUnwrapper;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publish of a connection, from the wish to the end. Lives on the connection's loop, except for {@link #close}.
 * Media that come while it is not granted are dropped.
 */
final class Push implements IngestSession {
    private static final Logger LOG = LoggerFactory.getLogger(Push.class);
    private static final int MAX_ENCODER_NAME = 64;

    private final String id = UUID.randomUUID().toString();
    private final EventLoop loop;
    private final PublishRequest request;
    private final BiConsumer<Push, ProtocolException> parted;
    private final Clock clock;
    private final TimestampUnwrapper times = new TimestampUnwrapper();
    private @Nullable FrameSink sink;
    private @Nullable TagToFrame translator;
    private boolean ended;
    private long startedNanos;
    private long bytes;
    private volatile String encoder = "";

    /** @param parted hears on the loop that the room has parted with this push */
    Push(EventLoop loop, PublishRequest request, Clock clock, BiConsumer<Push, ProtocolException> parted) {
        this.loop = loop;
        this.request = request;
        this.clock = clock;
        this.parted = parted;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void close(ProtocolException reason) {
        loop.execute(() -> parted.accept(this, reason));
    }

    @Override
    public Optional<String> encoderName() {
        return Optional.of(encoder).filter(name -> !name.isEmpty());
    }

    /** Admission let it in. */
    void grant(FrameSink granted, ByteBufAllocator allocator) {
        sink = granted;
        translator = new TagToFrame(granted, allocator);
        startedNanos = clock.nanos();
        LOG.info("publish room={} user={} protocol=RTMP peer={} session={}", request.room(), request.userId(),
                request.peer(), id);
    }

    boolean ended() {
        return ended;
    }

    /** Frames passed on so far. */
    long frames() {
        return translator == null ? 0 : translator.frames();
    }

    /** A message on the connection; borrowed. What is no media is none of a push's business. */
    void on(RtmpMessage message) {
        if (translator == null || ended) {
            return;
        }
        switch (message) {
            case RtmpMessage.Audio(_, var time, var body) -> {
                bytes += body.readableBytes();
                translator.audio(times.unwrap(time), body);
            }
            case RtmpMessage.Video(_, var time, var body) -> {
                bytes += body.readableBytes();
                translator.video(times.unwrap(time), body);
            }
            case RtmpMessage.Aggregate aggregate -> parts(aggregate);
            case RtmpMessage.Data(_, _, var values) -> metadata(values);
            default -> {
            }
        }
    }

    private void parts(RtmpMessage.Aggregate aggregate) {
        var parts = new AggregateReader(aggregate);
        for (var part = parts.next(); part != null; part = parts.next()) {
            if (!(part instanceof RtmpMessage.Aggregate)) {
                on(part);
            }
        }
    }

    /** {@code @setDataFrame, onMetaData, {...}}, with or without the first, in any case, as object or array. */
    private void metadata(List<AmfValue> values) {
        for (var value : values) {
            value.members().forEach((name, member) -> {
                if (name.equalsIgnoreCase("encoder")) {
                    encoder = printable(member.text(encoder));
                }
            });
        }
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(name.length(), MAX_ENCODER_NAME)).replaceAll("[^ -~]", "?");
    }

    /** @param clean whether the anchor leaves at once; otherwise its place is kept for the grace time */
    void end(StableCode code, String reason, boolean clean) {
        if (ended) {
            return;
        }
        ended = true;
        if (sink == null || translator == null) {
            return;
        }
        sink.end(code, reason, clean);
        LOG.info("publish ended room={} user={} peer={} session={} code={} reason=\"{}\" frames={} invalid={}"
                + " otherAudio={} bytes={} seconds={} encoder=\"{}\" warnings={}", request.room(), request.userId(),
                request.peer(), id, code, reason, translator.frames(), translator.invalid(), translator.otherAudio(),
                bytes, (clock.nanos() - startedNanos) / 1_000_000_000L, encoderName().orElse("?"),
                Warning.brief(sink.warnings()));
    }
}
