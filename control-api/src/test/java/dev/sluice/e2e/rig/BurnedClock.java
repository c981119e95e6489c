package dev.sluice.e2e.rig;

import java.util.StringJoiner;

/**
 * A number drawn into the top of a 640x360 picture as twenty squares of 32 pixels, which a page reads back: a white
 * square, eighteen bits with the lowest first, a black square. The bits are a Gray code, because each is drawn by a
 * filter of its own a few microseconds after the one before: a tick in between is then an error of one and not of
 * thousands.
 */
public final class BurnedClock {
    /** The value counts milliseconds modulo this, 262 s. */
    public static final int MODULUS = 1 << 18;
    private static final int BITS = 18;
    private static final int SIDE = 32;
    /** The machine's wall clock at the moment the frame passes the filter, right before the encoder. */
    static final String WALL_CLOCK = "time(0)*1000";
    /** The frame's own timestamp, for clips that are encoded before they are sent. */
    static final String PRESENTATION_TIME = "t*1000";

    private BurnedClock() {}

    static String filter(String milliseconds) {
        var filters = new StringJoiner(",");
        filters.add("drawbox=x=0:y=0:w=%d:h=%d:c=black:t=fill".formatted(SIDE * (BITS + 2), SIDE));
        filters.add("drawbox=x=0:y=0:w=%1$d:h=%1$d:c=white:t=fill".formatted(SIDE));
        for (int bit = 0; bit < BITS; bit++) {
            filters.add(
                    "drawbox=x=%1$d:y=0:w=%2$d:h=%2$d:c=white:t=fill:enable='%3$s'".formatted((bit + 1) * SIDE, SIDE,
                            isSet(bit, milliseconds)));
        }
        return filters.add("format=yuv420p").toString();
    }

    /** The topmost bit is the binary one, so that the code closes to a ring at the modulus. */
    private static String isSet(int bit, String milliseconds) {
        return bit == BITS - 1
                ? "mod(floor((%s)/%d),2)".formatted(milliseconds, 1 << bit)
                : "mod(floor((%s+%d)/%d),2)".formatted(milliseconds, 1 << bit, 2 << bit);
    }

    /** The shortest way round the ring from an earlier value to a later one, in milliseconds; may be negative. */
    public static double elapsed(double earlier, double later) {
        double difference = (later - earlier) % MODULUS;
        if (difference < -MODULUS / 2.0) {
            return difference + MODULUS;
        }
        return difference > MODULUS / 2.0 ? difference - MODULUS : difference;
    }
}
