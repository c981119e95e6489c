package dev.sluice.api.cloud.answer;

/** Foreign text made safe for a message: bounded, printable, in quotes. Not for secrets. */
public final class Shown {
    private static final int MAX = 80;

    private Shown() {}

    public static String of(String text) {
        var out = new StringBuilder("'");
        text.codePoints().limit(MAX).forEach(c -> out.appendCodePoint(c < 0x20 || c > 0x7e ? '?' : c));
        return out.append(text.length() > MAX ? "...'" : "'").toString();
    }
}
