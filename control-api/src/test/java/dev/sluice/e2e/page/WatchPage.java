package dev.sluice.e2e.page;

import com.microsoft.playwright.Page;
import dev.sluice.e2e.rig.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One viewer: a page that plays one WHEP resource. */
public final class WatchPage extends MediaPage {
    private static final Duration JOIN = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofMillis(700);

    /** What is heard: the strongest frequency, its part of the power, and the loudness of -1..1. */
    public record Tone(double hertz, double share, double rms) {}

    WatchPage(Page page) {
        super(page);
    }

    public Answer play(String whepUrl, String token) {
        return play(whepUrl, token, Route.DIRECT);
    }

    public Answer play(String whepUrl, String token, Route route) {
        return Answer.of(evaluate("([url, token, route]) => play(url, token, route)",
                List.of(whepUrl, token, argument(route))));
    }

    /** As {@link #play}, and waits for the first picture. */
    public WatchPage playing(String whepUrl, String token) {
        return playing(whepUrl, token, Route.DIRECT);
    }

    public WatchPage playing(String whepUrl, String token, Route route) {
        play(whepUrl, token, route).requireCreated(whepUrl);
        awaitFrames(1, JOIN);
        return this;
    }

    /** Takes a page's offer without a relay; gives the answer. */
    public String playDirectly(String offer) {
        return evaluate("([offer]) => playDirectly(offer)", List.of(offer)).path("sdp").asText();
    }

    public void awaitFrames(int count, Duration limit) {
        Await.until(count + " frames shown; " + states(), limit, () -> shownFrames() >= count);
    }

    private int shownFrames() {
        return ((Number) page().evaluate("seen.frames.length")).intValue();
    }

    /** From now on the code of every decoded frame is read, shown or not. */
    public void readCodes() {
        page().evaluate("() => { readCodes(); }");
    }

    public Viewing viewing() {
        return new Viewing(evaluate("() => record()", List.of()));
    }

    public Tone tone() {
        var tone = evaluate("() => tone()", List.of());
        return new Tone(tone.path("hertz").asDouble(), tone.path("share").asDouble(), tone.path("rms").asDouble());
    }

    public int framesDecoded() {
        return stats().find("inbound-rtp", "video").map(entry -> entry.path("framesDecoded").asInt()).orElse(0);
    }

    /** Waits until no more frames come and gives the count. */
    public int framesDecodedAtRest() {
        return Await.present("decoding comes to rest", Duration.ofSeconds(10), () -> {
            int before = framesDecoded();
            watch(REST);
            return framesDecoded() == before ? Optional.of(before) : Optional.empty();
        });
    }
}
