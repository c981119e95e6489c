package dev.sluice.api.cloud.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The envelope round a result or an error, as the bytes of a JSON text. */
public final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {}

    /** @param fields what the action answers, in order */
    public static byte[] success(Map<String, ?> fields, String requestId) {
        return envelope(fields, requestId);
    }

    public static byte[] failure(Code code, String message, String requestId) {
        var error = new LinkedHashMap<String, String>();
        error.put("Code", code.text());
        error.put("Message", message);
        return envelope(Map.of("Error", error), requestId);
    }

    /** The Python SDK fails with a KeyError where the RequestId is not there, so it always is. */
    private static byte[] envelope(Map<String, ?> fields, String requestId) {
        var response = new LinkedHashMap<String, Object>(fields);
        response.put("RequestId", requestId);
        try {
            return JSON.writeValueAsBytes(Map.of("Response", response));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
