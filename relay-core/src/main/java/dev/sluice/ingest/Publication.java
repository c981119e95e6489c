package dev.sluice.ingest;

import dev.sluice.health.Warning;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.VideoConfig;
import dev.sluice.room.Publisher;
import dev.sluice.room.Source;
import dev.sluice.room.Track;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One session's right to feed a publisher, given by {@link Admission}. Judges every encoding for B-frames, holds the first
 * frames back until that is decided, places every frame on the publisher's timeline and lets the anchor enter the room
 * with the first that is accepted.
 *
 * <p>What the publisher may not send is dropped, and one that sends nothing else is parted with.
 *
 * <p>Called on the session's loop. After {@link #end}, or once the room has parted with the session, whatever is written
 * is released and forgotten.
 */
public final class Publication {
    /** Frames held back at most while the gate is undecided: 200 ms of them with room to spare. */
    private static final int MAX_HELD = 256;
    /** How long audio waits for video to show itself before the anchor enters as audio only. */
    private static final long AUDIO_WAITS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The same where a video configuration came and no picture yet. */
    private static final long AUDIO_WAITS_FOR_PICTURE = TimeUnit.SECONDS.toNanos(2);

    /** Told of the end, for the record. */
    interface Ending {
        void rejected(ProtocolException reason);

        void ended(StableCode code, String reason);
    }

    private final Publisher publisher;
    private final Source source;
    private final GrantedKinds kinds;
    private final Clock clock;
    private final Ending ending;
    /** By name; few, since their names were negotiated. */
    private final List<Encoding> videos = new ArrayList<>(1);
    private final Encoding audio = new Encoding(MediaKind.AUDIO, "");
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long firstMediaNanos;
    private boolean entered;
    private boolean ended;

    /** A frame that waits, or one on its way to another loop. */
    private record Held(Encoding encoding, CodecConfig config, int clockRate, long pts, long dts, boolean keyFrame,
            long arrivalNanos, ByteBuf payload) {
        boolean video() {
            return config.codec().kind() == MediaKind.VIDEO;
        }

        /** Video of an encoding that may have B-frames yet. */
        boolean undecided() {
            return video() && !encoding.open();
        }
    }

    Publication(Publisher publisher, Source source, Grant grant, Clock clock, Ending ending) {
        this.publisher = publisher;
        this.source = source;
        this.kinds = new GrantedKinds(grant, source.id(), clock);
        this.clock = clock;
        this.ending = ending;
    }

    /** The configuration of the video that follows, where that is one encoding. */
    public void video(VideoConfig config) {
        video("", config);
    }

    /** The configuration of the video that follows in one of several encodings. */
    public void video(String encoding, VideoConfig config) {
        if (ended || !kinds.carry(MediaKind.VIDEO)) {
            return;
        }
        try {
            encoding(encoding).configure(config);
        } catch (ProtocolException rejected) {
            reject(rejected);
        }
    }

    private Encoding encoding(String name) {
        for (Encoding encoding : videos) {
            if (encoding.name().equals(name)) {
                return encoding;
            }
        }
        var encoding = new Encoding(MediaKind.VIDEO, name);
        videos.add(encoding);
        return encoding;
    }

    /** The configuration of the audio that follows. */
    public void audio(AudioConfig config) {
        if (kinds.carry(MediaKind.AUDIO)) {
            audio.configure(config);
        }
    }

    /** An access unit of video in one encoding. */
    public void writeVideo(int clockRate, long pts, long dts, boolean keyFrame, ByteBuf payload) {
        writeVideo("", clockRate, pts, dts, keyFrame, payload);
    }

    /**
     * One access unit; before the first {@link #video} of its encoding it is dropped.
     *
     * @param encoding one of several, each a track of its own; empty: the only one
     * @param pts by the source's clock, unwrapped, in ticks of {@code clockRate} a second; likewise {@code dts}. The same
     *         clock for all encodings and audio
     * @param payload as {@link dev.sluice.media.EncodedFrame} has it for the codec; taken
     */
    public void writeVideo(String encoding, int clockRate, long pts, long dts, boolean keyFrame, ByteBuf payload) {
        long now = clock.nanos();
        var video = encoding(encoding);
        var config = video.config();
        if (ended || config == null) {
            drop(payload);
            return;
        }
        try {
            video.judge(payload, pts != dts, now);
        } catch (ProtocolException rejected) {
            payload.release();
            reject(rejected);
            return;
        }
        write(new Held(video, config, clockRate, pts, dts, keyFrame, now, payload), video.open());
    }

    /** One audio frame; before the first {@link #audio} it is dropped. Parameters as for video. */
    public void writeAudio(int clockRate, long pts, ByteBuf payload) {
        long now = clock.nanos();
        var config = audio.config();
        if (ended || config == null) {
            drop(payload);
            return;
        }
        write(new Held(audio, config, clockRate, pts, pts, true, now, payload), audioPasses(now));
    }

    private void drop(ByteBuf payload) {
        payload.release();
        if (!ended && kinds.inVain()) {
            reject(kinds.refusal());
        }
    }

    /** Sound stays behind a picture that is not decided yet, unless another encoding of it is seen already. */
    private boolean audioPasses(long now) {
        for (Encoding video : videos) {
            if (video.open()) {
                return true;
            }
        }
        return held.isEmpty()
                ? entered
                : held.stream().noneMatch(Held::undecided) && (entered || waitedEnough(now));
    }

    private boolean waitedEnough(long now) {
        boolean announced = videos.stream().anyMatch(encoding -> encoding.config() != null);
        long patience = announced ? AUDIO_WAITS_FOR_PICTURE : AUDIO_WAITS;
        return now - firstMediaNanos >= patience;
    }

    private void write(Held frame, boolean accepted) {
        if (entered && held.isEmpty() && accepted) {
            publish(frame);
            return;
        }
        if (held.isEmpty()) {
            firstMediaNanos = frame.arrivalNanos();
        }
        held.add(frame);
        if (accepted || held.size() > MAX_HELD) {
            entered = true;
            publishHeld(held.size() > MAX_HELD);
        }
    }

    /** @param all the undecided encodings' frames too */
    private void publishHeld(boolean all) {
        for (int i = held.size(); i > 0; i--) {
            var frame = held.remove();
            if (!all && frame.undecided()) {
                held.add(frame);
            } else {
                publish(frame);
            }
        }
    }

    private void publish(Held frame) {
        if (publisher.loop().inEventLoop()) {
            deliver(frame);
        } else {
            publisher.loop().execute(() -> deliver(frame));
        }
    }

    /** On the publisher's loop. */
    private void deliver(Held frame) {
        if (!publisher.fedBy(source)) {
            frame.payload().release();
            return;
        }
        publisher.enter();
        var track = track(frame);
        long time = publisher.place(track, nanos(frame.dts(), frame.clockRate()), frame.arrivalNanos());
        long dts = ticks(time, frame.clockRate());
        track.publish(dts + frame.pts() - frame.dts(), dts, frame.keyFrame(), frame.arrivalNanos(), frame.payload());
    }

    private Track track(Held frame) {
        var track = publisher.find(frame.encoding().trackId());
        if (track != null && track.info().clockRate() == frame.clockRate()
                && track.info().config().equals(frame.config())) {
            return track;
        }
        return publisher.track(frame.encoding().name(), frame.config(), frame.clockRate());
    }

    private static long nanos(long ticks, int clockRate) {
        return ticks / clockRate * 1_000_000_000L + ticks % clockRate * 1_000_000_000L / clockRate;
    }

    private static long ticks(long nanos, int clockRate) {
        long seconds = Math.floorDiv(nanos, 1_000_000_000L);
        long rest = Math.floorMod(nanos, 1_000_000_000L);
        return seconds * clockRate + (rest * clockRate + 500_000_000L) / 1_000_000_000L;
    }

    private void reject(ProtocolException reason) {
        ending.rejected(reason);
        finish();
        publisher.onLoop(() -> publisher.reject(source, reason));
        source.part(reason);
    }

    /**
     * The session is over.
     *
     * @param clean whether the peer said so; otherwise the publisher keeps its place for the grace time
     */
    public void end(StableCode code, String reason, boolean clean) {
        if (ended) {
            return;
        }
        finish();
        ending.ended(code, reason);
        publisher.onLoop(() -> {
            if (clean) {
                publisher.leave(source, code);
            } else {
                publisher.lose(source, code);
            }
        });
    }

    /** No frames come for a while, and that is meant, as of a source that pauses: nothing is told of it. */
    public void rest() {
        publisher.onLoop(() -> publisher.rest(source));
    }

    /** Frames of another source follow: its clock says nothing about the one before. */
    public void changeSource() {
        publisher.onLoop(() -> publisher.changeSource(source));
    }

    /** Whether its first media was accepted. */
    public boolean entered() {
        return entered;
    }

    /** Runs on the room's loop, behind all that this publication caused before. Must not block. */
    public void behindEvents(Runnable action) {
        publisher.behindEvents(action);
    }

    /** Each warning that the session had, whether it stands or not. Safe anywhere. */
    public List<Warning> warnings() {
        return source.health().warnings();
    }

    private void finish() {
        ended = true;
        held.forEach(frame -> frame.payload().release());
        held.clear();
    }
}
