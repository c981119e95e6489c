package dev.sluice.room;

/** Foreign text made safe for an error message: bounded, printable, in quotes. */
final class Quoted {
    private static final int MAX = 80;

    private Quoted() {}

    static String of(String text) {
        var out = new StringBuilder("'");
        text.codePoints().limit(MAX).forEach(c -> out.appendCodePoint(c < 0x20 || c > 0x7e ? '?' : c));
        return out.append(text.length() > MAX ? "...'" : "'").toString();
    }
}
