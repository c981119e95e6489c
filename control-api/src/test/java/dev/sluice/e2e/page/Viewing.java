package dev.sluice.e2e.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.rig.BurnedClock;
import dev.sluice.e2e.rig.Push;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a page saw, frame by frame; its times are milliseconds of that page's clock. */
public final class Viewing {
    /** A frame that takes longer from the camera to the decoder might as well have been lost. */
    public static final Duration IN_TIME = Duration.ofSeconds(1);
    private static final double RTP_TICKS_PER_MILLI = 90;
    private static final double FRAME_MILLIS = 1000 / Push.FRAMES_PER_SECOND;
    private static final long RTP_MODULUS = 1L << 32;

    /**
     * A shown frame.
     *
     * @param receive when its last packet had come
     * @param shown when it was to be on the screen
     * @param clock the number in the picture, or -1
     */
    public record Frame(double receive, double shown, long rtp, int presented, double clock, int width, int height) {
        static Frame of(JsonNode node) {
            return new Frame(node.path("receive").asDouble(), node.path("shown").asDouble(), node.path("rtp").asLong(),
                    node.path("presented").asInt(), node.path("clock").asDouble(), node.path("width").asInt(),
                    node.path("height").asInt());
        }
    }

    /**
     * Two frames that came one after the other, far apart.
     *
     * @param next the one behind them, because a source that stops with a frame in hand shows its pause only there
     */
    public record Gap(Frame before, Frame after, Frame next) {
        public double millis() {
            return after.receive() - before.receive();
        }

        /** What is left of it when the source's own pause and the page's sluggishness are taken away. */
        public double unexplainedMillis() {
            return millis() - Math.max(sourcePaused(before, after), sourcePaused(after, next)) - ofPage();
        }

        /** By so much more the clock in the picture went on than the timestamps did: the source itself paused. */
        private static double sourcePaused(Frame from, Frame to) {
            double source = BurnedClock.elapsed(from.clock(), to.clock());
            double media = Math.floorMod(to.rtp() - from.rtp(), RTP_MODULUS) / RTP_TICKS_PER_MILLI;
            return from.clock() >= 0 && to.clock() >= 0 ? Math.max(0, source - media) : 0;
        }

        /** The part of it in which frames were presented but the page's script had no time to look at them. */
        private double ofPage() {
            return (after.presented() - before.presented() - 1) * FRAME_MILLIS;
        }
    }

    /**
     * What a decoded frame's picture said.
     *
     * @param counter the frame's number, or -1 when the code can't be read or its checksum is wrong
     */
    public record Code(double at, double clock, int counter) {
        public boolean broken() {
            return counter < 0;
        }
    }

    private final JsonNode record;
    private final List<Frame> frames;

    Viewing(JsonNode record) {
        this.record = record;
        this.frames = stream(record.path("frames")).map(Frame::of).toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    public List<Frame> frames() {
        return frames;
    }

    /** The codes of all frames that were decoded since they are read. */
    public List<Code> codes() {
        return stream(record.path("codes")).map(node -> new Code(node.path("at").asDouble(),
                node.path("clock").asDouble(), node.path("counter").asInt())).toList();
    }

    /** The frames decoded, over the machine's clock. */
    public Counts decoded() {
        return Counts.of(record.path("playout"), "framesDecoded", wallMillis(0));
    }

    /** Milliseconds from the POST to the first picture. */
    public double firstFrame() {
        return frames.getFirst().shown() - record.path("postedAt").asDouble();
    }

    /** Pauses that ended since then and have more than this left that neither the source nor the page accounts for. */
    public List<Gap> gaps(double longerThan, double from) {
        return pauses(from).filter(gap -> gap.unexplainedMillis() > longerThan).toList();
    }

    private Stream<Gap> pauses(double from) {
        return IntStream.range(1, frames.size()).filter(i -> frames.get(i).receive() >= from).mapToObj(
                i -> new Gap(frames.get(i - 1), frames.get(i), frames.get(Math.min(i + 1, frames.size() - 1))));
    }

    /** The longest pause between two frames' arrivals since then, whoever made it. */
    public double longestPause(double from) {
        return pauses(from).mapToDouble(Gap::millis).max().orElse(0);
    }

    /** The longest time since then in which no frame showed another clock than the one before. */
    public double longestStill(double from) {
        double changed = from;
        double longest = 0;
        for (int i = 1; i < frames.size(); i++) {
            if (frames.get(i).receive() >= from && frames.get(i).clock() != frames.get(i - 1).clock()) {
                longest = Math.max(longest, frames.get(i).receive() - changed);
                changed = frames.get(i).receive();
            }
        }
        return Math.max(longest, frames.getLast().receive() - changed);
    }

    /** Milliseconds from the encoder's door to the picture on the screen, of frames received in this span. */
    public Figures encoderToPicture(double from, double to) {
        double origin = record.path("timeOrigin").asDouble();
        return Figures.of(frames.stream().filter(frame -> frame.receive() >= from && frame.receive() < to)
                .filter(frame -> frame.clock() >= 0)
                .mapToDouble(frame -> BurnedClock.elapsed(frame.clock(), origin + frame.shown())));
    }

    /** Milliseconds from the encoder's door to the arrival of the frame's last packet, of frames since then. */
    public Figures encoderToArrival(double from) {
        double origin = record.path("timeOrigin").asDouble();
        return Figures.of(frames.stream().filter(frame -> frame.receive() >= from && frame.clock() >= 0)
                .mapToDouble(frame -> BurnedClock.elapsed(frame.clock(), origin + frame.receive())));
    }

    /** The part of the frames whose clock could be read; below nearly all, the other figures are of little worth. */
    public double readableClocks() {
        return frames.stream().filter(frame -> frame.clock() >= 0).count() / (double) frames.size();
    }

    /** The part of the shown frames whose number could be read with its checksum, of those whose picture was there. */
    public double readableCodes() {
        var looked = stream(record.path("frames")).filter(node -> node.path("there").asBoolean()).toList();
        return looked.stream().filter(node -> node.path("counter").asInt() >= 0).count() / (double) looked.size();
    }

    /** How many decoded frames were drawn in this span of the machine's clock and decoded in time. */
    long decodedInTime(double fromWall, double toWall) {
        return codes().stream().filter(code -> !code.broken()).filter(code -> {
            double drawn = wallMillis(code.at()) - BurnedClock.elapsed(code.clock(), wallMillis(code.at()));
            return drawn >= fromWall && drawn < toWall && wallMillis(code.at()) - drawn < IN_TIME.toMillis();
        }).count();
    }

    /** The distance between what is heard and what is seen, milliseconds, at each look at the statistics since then. */
    public Figures skew(double from) {
        return Figures.of(stream(record.path("playout")).filter(look -> look.path("at").asDouble() >= from)
                .filter(look -> look.path("video").asDouble() > 0 && look.path("audio").asDouble() > 0)
                .mapToDouble(look -> Math.abs(look.path("video").asDouble() - look.path("audio").asDouble())));
    }

    /** Frames decoded per second between the first and the last look after this time. */
    public double decodedPerSecond(double from) {
        var looks = stream(record.path("playout")).filter(look -> look.path("at").asDouble() >= from).toList();
        var first = looks.getFirst();
        var last = looks.getLast();
        return 1000 * (last.path("framesDecoded").asDouble() - first.path("framesDecoded").asDouble())
                / (last.path("at").asDouble() - first.path("at").asDouble());
    }

    /** The media streams that the tracks came in; browsers keep picture and sound together within one. */
    public List<String> streams() {
        return stream(record.path("streams")).map(track -> track.path("stream").asText()).distinct().toList();
    }

    /** Through which states the peer connection went. */
    public List<String> connectionStates() {
        return stream(record.path("states")).map(entry -> entry.path("state").asText()).toList();
    }

    /** The page's clock turned into the machine's. */
    public double wallMillis(double pageMillis) {
        return record.path("timeOrigin").asDouble() + pageMillis;
    }

    /** The machine's clock turned into the page's. */
    public double pageMillis(double wallMillis) {
        return wallMillis - record.path("timeOrigin").asDouble();
    }
}
