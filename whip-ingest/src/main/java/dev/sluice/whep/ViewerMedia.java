package dev.sluice.whep;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.room.Track;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpSender;
import dev.sluice.webrtc.rtp.SenderStats;
import dev.sluice.webrtc.rtp.wire.RtcpReader;
import dev.sluice.webrtc.sdp.NegotiatedMedia;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's media while it lasts: its streams, what its RTCP asks of them, and what is due every half second. Lives on
 * the viewer's loop; {@code wants}, {@code stats} and {@code video} may be asked anywhere.
 */
final class ViewerMedia implements MediaPath.Owner {
    private static final long TICK_MILLIS = 500;
    /** Sender reports go out every second tick, and with the first ones: browsers lip-sync from the second report on. */
    private static final int EAGER_TICKS = 3;

    private final ViewerContext context;
    private final ViewerSession session;
    private final Consumer<ProtocolException> fail;
    private final List<ViewerStream> streams;
    private final ViewerFeedback feedback;
    private ReportWatch reports;
    private @Nullable ScheduledFuture<?> ticking;
    private int ticks;
    private boolean closed;

    /** @param fail ends the viewer */
    ViewerMedia(ViewerContext context, ViewerSession session, Consumer<ProtocolException> fail) {
        this.context = context;
        this.session = session;
        this.fail = fail;
        streams = session.media().stream().map(this::stream).toList();
        feedback = new ViewerFeedback(streams, context.clock());
        reports = new ReportWatch(context.clock().nanos());
    }

    private ViewerStream stream(NegotiatedMedia section) {
        var sender = new RtpSender(section, session.sink(), context.metrics(), context.random());
        var path = new MediaPath(session.loop(), context.clock(), sender, session.sink(), context.metrics(), this);
        return section.kind() == MediaKind.VIDEO
                ? new VideoStream(path, () -> session.publisher().encodings(MediaKind.VIDEO))
                : new AudioStream(path);
    }

    /** Packets flow from now on. */
    void start() {
        reports = new ReportWatch(context.clock().nanos());
        ticking = session.loop().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        streams.forEach(ViewerStream::start);
    }

    /** Whether the viewer asked for this kind. */
    boolean wants(MediaKind kind) {
        return streams.stream().anyMatch(stream -> stream.sender().kind() == kind);
    }

    /** The publisher has this track, its audio in a codec that WebRTC carries. */
    void onTrack(Track track) {
        for (var stream : streams) {
            if (!closed && stream.sender().kind() == track.info().kind()) {
                stream.onTrack(track);
            }
        }
    }

    @Override
    public void onUnsupported(Codec codec) {
        session.publisher().viewerRefused();
        fail.accept(new ProtocolException(StableCode.CODEC_UNSUPPORTED,
                "the anchor sends " + codec.label() + ", which is not in the viewer's answer"));
    }

    /** Borrows the packet. */
    void onRtcp(ByteBuf packet) {
        if (!RtcpReader.read(packet, feedback)) {
            context.metrics().malformed();
            return;
        }
        reports.heard(context.clock().nanos());
        pause(false);
        // Resends, if any were asked for.
        session.sink().flush();
    }

    private void tick() {
        long now = context.clock().nanos();
        if (reports.silent(packets(), now)) {
            pause(true);
        }
        streams.forEach(stream -> stream.tick(now));
        ticks++;
        if (ticks <= EAGER_TICKS || ticks % 2 == 0) {
            streams.forEach(stream -> stream.sender().writeReport(now));
            session.sink().flush();
        }
        if (ticks % 2 == 0) {
            streams.forEach(stream -> stream.sender().measure());
        }
    }

    private long packets() {
        return streams.stream().mapToLong(stream -> stream.sender().packets()).sum();
    }

    private void pause(boolean silent) {
        for (var stream : streams) {
            if (stream instanceof VideoStream video) {
                video.pause(silent);
            }
        }
    }

    List<SenderStats> stats() {
        return streams.stream().map(stream -> stream.sender().stats()).toList();
    }

    VideoState video() {
        for (var stream : streams) {
            if (stream instanceof VideoStream video) {
                return video.state();
            }
        }
        return VideoState.NONE;
    }

    /** Ends everything and says goodbye. Idempotent. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        streams.forEach(ViewerStream::close);
        if (ticking != null) {
            ticking.cancel(false);
            streams.forEach(stream -> stream.sender().writeBye());
            session.sink().flush();
        }
        streams.forEach(stream -> stream.sender().measure());
    }
}
