package dev.sluice.auth;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Claims and signature as JSON, members in the order of the official Node.js generator. */
final class ClaimsWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ClaimsWriter() {}

    static byte[] json(Claims claims, String signature) {
        var out = new ByteArrayOutputStream();
        try (var json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField(ClaimsReader.VERSION, ClaimsReader.VERSION_2);
            json.writeStringField(ClaimsReader.IDENTIFIER, claims.identifier());
            json.writeNumberField(ClaimsReader.SDK_APP_ID, claims.sdkAppId());
            json.writeNumberField(ClaimsReader.TIME, claims.time());
            json.writeNumberField(ClaimsReader.EXPIRE, claims.expire());
            if (claims.userbuf() != null) {
                json.writeStringField(ClaimsReader.USERBUF, claims.userbuf());
            }
            json.writeStringField(ClaimsReader.SIGNATURE, signature);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
