package dev.sluice.rtmp.amf;

/**
 * Bounds of one message's values.
 *
 * @param depth nested objects and arrays
 * @param items values in all, nested ones counted
 * @param stringBytes bytes of one string
 * @param keyBytes bytes of one property name
 */
public record AmfLimits(int depth, int items, int stringBytes, int keyBytes) {
    public static final AmfLimits DEFAULT = new AmfLimits(16, 1000, 64 * 1024, 1024);
}
