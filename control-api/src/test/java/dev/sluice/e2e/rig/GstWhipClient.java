package dev.sluice.e2e.rig;

import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's {@code simple-whip-client}, which publishes what GStreamer makes: a moving ball and a tone of 1 kHz. */
public enum GstWhipClient {
    /** The README's own example. */
    VP8("vp8enc deadline=1 keyframe-max-dist=60 target-bitrate=800000 ! rtpvp8pay pt=96 picture-id-mode=2", "VP8"),
    /** Without B pictures. */
    H264("x264enc tune=zerolatency speed-preset=ultrafast bitrate=800 key-int-max=60 ! "
            + "video/x-h264,profile=constrained-baseline ! rtph264pay pt=96 config-interval=-1", "H264"),
    /** With two B pictures between any two others. */
    H264_B_FRAMES("x264enc speed-preset=ultrafast bframes=2 b-adapt=false bitrate=800 key-int-max=60 rc-lookahead=2 ! "
            + "video/x-h264,profile=main ! rtph264pay pt=96 config-interval=-1", "H264");

    private static final Path PROGRAM = Path.of("/usr/bin/whip-client");
    private static final String SOUND = "audiotestsrc is-live=true wave=sine freq=1000 volume=0.125 ! audioconvert ! "
            + "audio/x-raw,rate=48000,channels=2 ! queue ! opusenc ! rtpopuspay pt=100 ssrc=1 ! queue ! "
            + "application/x-rtp,media=audio,encoding-name=OPUS,payload=100";
    private final String picture;

    GstWhipClient(String encoder, String encodingName) {
        picture = "videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=30/1 ! "
                + "videoconvert ! queue ! " + encoder + " ssrc=2 ! queue ! "
                + "application/x-rtp,media=video,payload=96,encoding-name=" + encodingName;
    }

    /** SIGINT ends it with a DELETE; the folder takes what it needs beside it. */
    public ChildProcess start(Path folder, String whipUrl, String token) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("These tests need " + PROGRAM + "; on Debian: apt-get install "
                    + "simple-whip-client");
        }
        NiceWithoutUpnp.into(folder);
        var command = new ProcessBuilder(PROGRAM.toString(), "-u", whipUrl, "-t", token, "-A", SOUND, "-V", picture,
                "-o");
        command.environment().put("LD_LIBRARY_PATH", folder.toString());
        return ChildProcess.start("whip-client", command);
    }
}
