package dev.sluice.e2e.rig;

/** The settings an OBS user streams with; all that is not said here is OBS's own default. */
public enum ObsProfile {
    /** What our README asks for, by the "Advanced" output mode. */
    RECOMMENDED("""
            [Output]
            Mode=Advanced
            [AdvOut]
            Encoder=obs_x264
            Track1Bitrate=128
            """, """
            {"rate_control": "CBR", "bitrate": 800, "keyint_sec": 2, "preset": "veryfast", "profile": "baseline",
             "tune": "zerolatency"}
            """),
    /** Nothing chosen: x264 in "veryfast", which makes B pictures. */
    DEFAULT("", "{}");

    private final String output;
    private final String streamEncoder;

    ObsProfile(String output, String streamEncoder) {
        this.output = output;
        this.streamEncoder = streamEncoder;
    }

    /** Of 640x360 at OBS's own 30 frames a second, because the picture is made without a graphics card. */
    String basicIni() {
        return """
                [General]
                Name=P
                [Video]
                BaseCX=640
                BaseCY=360
                OutputCX=640
                OutputCY=360
                """ + output;
    }

    String streamEncoderJson() {
        return streamEncoder;
    }
}
