package dev.sluice.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of the page, whole in memory, with the tag by which a browser asks whether it changed. */
record Asset(String type, Buffer body, String etag) {
    /** @param resource absolute on the class path; missing is a fault of the build */
    static Asset load(String resource) {
        try (var in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            byte[] bytes = in.readAllBytes();
            return new Asset(type(resource), Buffer.buffer(bytes), etag(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no media type known for " + name);
        };
    }

    private static String etag(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
