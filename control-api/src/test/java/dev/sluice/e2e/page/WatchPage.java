package dev.sluice.e2e.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.sluice.e2e.rig.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One viewer: a page that plays one WHEP resource. */
public final class WatchPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration JOIN = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofMillis(700);
    private final Page page;

    /** The relay's answer to the POST; the body is SDP or a problem. */
    public record Answer(int status, String body, String location, String retryAfter) {
        /** The stable code of a refusal. */
        public String code() {
            return parse(body).path("code").asText();
        }
    }

    /** What is heard: the strongest frequency, its part of the power, and the loudness of -1..1. */
    public record Tone(double hertz, double share, double rms) {}

    WatchPage(Page page) {
        this.page = page;
    }

    /** The page itself, for looks that are not of a viewer. */
    public Page page() {
        return page;
    }

    public Answer play(String whepUrl, String token) {
        return playThroughGate(whepUrl, token, 0);
    }

    /** Plays, with the media over another UDP port than the relay named; 0 is the relay's own. */
    public Answer playThroughGate(String whepUrl, String token, int gatePort) {
        var answer = evaluate("([url, token, port]) => play(url, token, port)", List.of(whepUrl, token, gatePort));
        return new Answer(answer.path("status").asInt(), answer.path("body").asText(),
                answer.path("location").asText(""),
                answer.path("retryAfter").asText(""));
    }

    /** As {@link #play}, and waits for the first picture. */
    public WatchPage playing(String whepUrl, String token) {
        var answer = play(whepUrl, token);
        if (answer.status() != 201) {
            throw new AssertionError("POST " + whepUrl.replaceAll("\\?.*", "") + " answered " + answer);
        }
        awaitFrames(1, JOIN);
        return this;
    }

    public void awaitFrames(int count, Duration limit) {
        Await.until(count + " frames shown; " + states(), limit, () -> shownFrames() >= count);
    }

    /** Waits until so much has been seen from here on. */
    public void watch(Duration time) {
        double until = now() + time.toMillis();
        Await.until("watched for " + time, time.plusSeconds(5), () -> now() >= until);
    }

    /** The page's own clock, milliseconds. */
    public double now() {
        return ((Number) page.evaluate("performance.now()")).doubleValue();
    }

    private int shownFrames() {
        return ((Number) page.evaluate("seen.frames.length")).intValue();
    }

    private String states() {
        return "connection " + page.evaluate("seen.states.join(' ')");
    }

    public Viewing viewing() {
        return new Viewing(evaluate("() => record()", List.of()));
    }

    public Tone tone() {
        var tone = evaluate("() => tone()", List.of());
        return new Tone(tone.path("hertz").asDouble(), tone.path("share").asDouble(), tone.path("rms").asDouble());
    }

    /** An entry of getStats() of this type and kind. */
    public JsonNode stats(String type, String kind) {
        return find(type, kind).orElseThrow(() -> new AssertionError("no " + type + " " + kind + " in getStats()"));
    }

    private Optional<JsonNode> find(String type, String kind) {
        var entries = evaluate("() => stats()", List.of());
        return StreamSupport.stream(entries.spliterator(), false).filter(
                entry -> entry.path("type").asText().equals(type)
                        && (kind.isEmpty() || entry.path("kind").asText().equals(kind)))
                .findFirst();
    }

    public int framesDecoded() {
        return find("inbound-rtp", "video").map(entry -> entry.path("framesDecoded").asInt()).orElse(0);
    }

    /** Waits until no more frames come and gives the count. */
    public int framesDecodedAtRest() {
        return Await.present("decoding comes to rest", Duration.ofSeconds(10), () -> {
            int before = framesDecoded();
            watch(REST);
            return framesDecoded() == before ? Optional.of(before) : Optional.empty();
        });
    }

    /** Says goodbye with a DELETE; gives the status. */
    public int leave() {
        return ((Number) page.evaluate("() => leave()")).intValue();
    }

    public void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    private JsonNode evaluate(String script, List<?> arguments) {
        return parse((String) page.evaluate(script, arguments));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
