package dev.sluice.pull.source;

import dev.sluice.pull.guard.Guard;
import dev.sluice.pull.guard.SourceUrl;
import dev.sluice.pull.guard.Verdict;
import dev.sluice.rtmp.client.ClientLimits;
import dev.sluice.rtmp.client.RtmpClient;
import dev.sluice.rtmp.client.RtmpUrl;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.task.TaskException;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** HTTP(S)-FLV and RTMP(S), inside the process: their parsers are ours. Safe from any thread. */
public final class LiveSources implements Sources {
    private static final String SUPPORTED = "; supported are http(s) FLV and rtmp(s)";
    /** Of files and playlists that no FLV hides behind. Whatever has another ending is known by its first bytes. */
    private static final Pattern OTHER = Pattern
            .compile("(?i).*\\.(m3u8?|mpd|mp4|m4v|m4a|mov|mkv|webm|ts|mp3|aac|ogg|wav)");

    private final Clock clock;
    private final Guard guard;
    private final SourceLimits limits;
    private final HttpClient http;
    private final RtmpClient rtmp;
    private final UnaryOperator<InetSocketAddress> route;

    /**
     * @param tls of a client; whom it trusts. The host name is verified whatever it says
     * @param route where to connect for an address that was checked; itself but in tests
     */
    LiveSources(EventLoops loops, Clock clock, Guard guard, SourceLimits limits, SslContext tls,
            UnaryOperator<InetSocketAddress> route) {
        this.clock = clock;
        this.guard = guard;
        this.limits = limits;
        this.http = new HttpClient(loops, clock, limits, tls);
        this.rtmp = new RtmpClient(loops, rtmp(limits), clock, tls);
        this.route = route;
    }

    private static ClientLimits rtmp(SourceLimits limits) {
        var usual = ClientLimits.DEFAULT;
        return new ClientLimits(usual.chunks(), usual.amf(), limits.connectTime(), limits.answerTime(),
                limits.answerTime(), limits.stallTime(), usual.writeQueueBytes());
    }

    /** Trusts whom the Java platform trusts. */
    public static LiveSources of(EventLoops loops, Clock clock, Guard guard, SourceLimits limits) {
        try {
            return new LiveSources(loops, clock, guard, limits, SslContextBuilder.forClient().build(),
                    UnaryOperator.identity());
        } catch (SSLException e) {
            throw new IllegalStateException(e); // every Java platform has TLS
        }
    }

    /** Waits for the resolver: not to be called on an event loop. A name that is not known now may be when it is opened. */
    @Override
    public void check(String url) {
        try {
            var parsed = SourceUrl.parse(url);
            if (!parsed.scheme().http()) {
                RtmpUrl.parse(parsed.revealed());
            } else if (OTHER.matcher(parsed.path()).matches()) {
                throw refused("URL path: found a file of another kind, expected FLV");
            }
            if (judged(parsed) instanceof Verdict.Refused(var reason)) {
                throw refused(reason);
            }
        } catch (ProtocolException malformed) {
            throw refused(String.valueOf(malformed.getMessage()));
        }
    }

    private static TaskException refused(String reason) {
        return new TaskException(TaskException.Kind.STREAM_URL, reason + SUPPORTED);
    }

    private Verdict judged(SourceUrl url) {
        var verdict = new CompletableFuture<Verdict>();
        guard.judge(url, verdict::complete);
        return verdict.completeOnTimeout(new Verdict.Unknown("no answer"), limits.lookupTime().toNanos(),
                TimeUnit.NANOSECONDS).join();
    }

    @Override
    public Source open(String url, EventLoop loop, FrameSink sink, Consumer<SourceEnd> ended) {
        var source = new LiveSource(guard, limits, loop,
                (hop, address, outcome) -> begin(hop, route.apply(address), loop, new Media(sink), outcome), ended);
        source.start(url);
        return source;
    }

    private Attempt begin(SourceUrl url, InetSocketAddress address, EventLoop loop, Media media,
            Attempt.Outcome outcome) {
        return url.scheme().http()
                ? http.open(url, address, loop, media, outcome)
                : play(RtmpUrl.parse(url.revealed()), address, loop, media, outcome);
    }

    private Attempt play(RtmpUrl url, InetSocketAddress address, EventLoop loop, Media media, Attempt.Outcome outcome) {
        var attempt = new RtmpAttempt(limits, stalled -> new StallWatch(loop, clock, limits.stallTime(), stalled),
                media,
                url.stream(), outcome);
        return attempt.on(rtmp.play(url, address, loop, attempt));
    }
}
