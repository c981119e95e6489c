package dev.sluice.e2e.rig;

import java.time.Duration;
import java.util.Comparator;

/**
 * A clip's video packets in the order of sending, up to the first B picture, as ffprobe lists them.
 *
 * @param lastMillisBeforeB the latest time among them, counted from the clip's first picture
 */
public record ClipPictures(int countBeforeB, double lastMillisBeforeB) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Picture(double millis, long position, boolean isB) {}

    /** Frames come out of ffprobe in the order of showing; their place in the file is the order of sending. */
    public static ClipPictures of(String file) {
        var probe = ChildProcess.run("ffprobe", LIMIT, new ProcessBuilder("ffprobe", "-v", "error", "-select_streams",
                "v", "-show_entries", "frame=pts_time,pkt_pos,pict_type", "-of", "csv=p=0", file));
        var sent = probe.standardOutput().lines().filter(line -> !line.isBlank()).map(ClipPictures::picture)
                .sorted(Comparator.comparingLong(Picture::position)).toList();
        int count = (int) sent.stream().takeWhile(picture -> !picture.isB()).count();
        if (count == 0 || count == sent.size()) {
            throw new AssertionError("a clip without early or without late B pictures proves nothing: " + sent);
        }
        double last = sent.subList(0, count).stream().mapToDouble(Picture::millis).max().orElseThrow();
        return new ClipPictures(count, last - sent.getFirst().millis());
    }

    private static Picture picture(String line) {
        var fields = line.split(",", -1);
        return new Picture(Double.parseDouble(fields[0]) * 1000, Long.parseLong(fields[1]), fields[2].equals("B"));
    }
}
