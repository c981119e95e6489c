package dev.sluice.server.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How FFmpeg is asked for the clip: 16 s of 960x540 at 30 frames a second, a key frame each second, no B-frames, a quiet
 * chord. Its length is a whole number of pictures, of key frame intervals and of AAC frames, and what moves comes back
 * to where it began, so that the loop has no seam.
 */
final class ClipCommand {
    static final int SECONDS = 16;
    static final int FPS = 30;
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final String SOURCE = "s=%dx%d:r=%d:d=%d".formatted(WIDTH, HEIGHT, FPS, SECONDS);
    private static final List<Path> FONTS = List.of(Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
            Path.of("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"),
            Path.of("/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"),
            Path.of("/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"),
            Path.of("/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"),
            Path.of("/System/Library/Fonts/Supplemental/Arial Bold.ttf"));

    private ClipCommand() {}

    /** A font that FFmpeg can burn a clock in with; the program itself knows none. */
    static Optional<Path> font() {
        return FONTS.stream().filter(path -> path.toFile().canRead()).findFirst();
    }

    /**
     * The clip goes to standard output and the progress to standard error: FFmpeg then ends with whoever reads them, where
     * it would finish a file of its own for nobody.
     */
    static List<String> of(Path program, Optional<Path> font) {
        return List.of(program.toString(), "-y", "-hide_banner", "-nostdin", "-loglevel", "error", "-nostats",
                "-progress", "pipe:2", "-filter_complex", picture(font) + ";" + SOUND, "-map", "[v]", "-map", "[s]",
                "-c:v", "libopenh264", "-profile:v", "constrained_baseline", "-rc_mode", "bitrate", "-b:v", "1500k",
                "-g", Integer.toString(FPS), "-c:a", "aac", "-b:a", "128k", "-t", Integer.toString(SECONDS), "-f",
                "flv", "-flvflags", "no_duration_filesize", "pipe:1");
    }

    /** Slow colours, a square on an orbit and a bar that fills; where there is no font, FFmpeg's own test picture. */
    private static String picture(Optional<Path> font) {
        return font.map(path -> BACKGROUND + "[bg];" + BAR + "[bar];" + SQUARE + "[dot];"
                + "[bg][bar]overlay=x='-W+W*t/%d':y=H-6[a];".formatted(SECONDS)
                + "[a][dot]overlay=x='(W-w)/2+330*cos(2*PI*t/4)':y='(H-h)/2+190*sin(2*PI*t/4)'[b];[b]"
                + text(path, "Sluice demo", 34, -110) + "," + text(path, CLOCK, 110, -50) + ",format=yuv420p[v]")
                .orElse("testsrc2=" + SOURCE + ",format=yuv420p[v]");
    }

    private static final String BACKGROUND = "gradients=" + SOURCE
            + ":c0=0x0b1f3a:c1=0x0f766e:c2=0x2563eb:c3=0x7c3aed:n=4:speed=0.0006:x0=0:y0=0:x1=960:y1=540:seed=7";
    private static final String BAR = "color=c=white@0.85:s=960x6:r=%d:d=%d".formatted(FPS, SECONDS);
    private static final String SQUARE = "color=c=0xfbbf24:s=28x28:r=%d:d=%d".formatted(FPS, SECONDS);
    /** Seconds and pictures. */
    private static final String CLOCK = "%{eif\\:mod(t\\,60)\\:d\\:2}.%{eif\\:mod(n\\," + FPS + ")\\:d\\:2}";
    private static final String CHORD = "(sin(2*PI*220*t)+0.8*sin(2*PI*277.1875*t)+0.7*sin(2*PI*330*t))";
    private static final String SOUND = "aevalsrc='0.05*(1+0.5*sin(2*PI*t/4))*%1$s|0.05*(1+0.5*cos(2*PI*t/4))*%1$s'"
            .formatted(CHORD) + ":s=48000:d=" + SECONDS + "[s]";

    private static String text(Path font, String text, int size, int below) {
        return "drawtext=fontfile='" + font + "':text='" + text + "':fontsize=" + size
                + ":fontcolor=white:x=(w-tw)/2:y=h/2" + below;
    }
}
