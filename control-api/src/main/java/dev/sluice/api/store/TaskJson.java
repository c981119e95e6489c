package dev.sluice.api.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.sluice.room.RoomKey;
import dev.sluice.task.IngestTask;
import java.sql.SQLException;
import java.util.List;

/**
 * A task as JSON. One that an older version wrote reads with 0 and empty for what it did not know; what a newer version has
 * beyond ours is passed over.
 */
final class TaskJson {
    private static final ObjectMapper JSON = JsonMapper.builder().addModule(rooms())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(String.class,
                    text -> text.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    private TaskJson() {}

    static String write(IngestTask task) {
        try {
            return JSON.writeValueAsString(task);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a task that is no JSON: " + task.id(), impossible);
        }
    }

    static IngestTask read(String id, String body) throws SQLException {
        try {
            return JSON.readValue(body, IngestTask.class);
        } catch (JsonProcessingException quotesTheBody) {
            throw new SQLException("task " + id + " cannot be read (" + quotesTheBody.getClass().getSimpleName() + ")");
        }
    }

    private static SimpleModule rooms() {
        return new SimpleModule()
                .addSerializer(RoomKey.class, new StdDelegatingSerializer(RoomKey.class, new ToColumns()))
                .addDeserializer(RoomKey.class, new StdDelegatingDeserializer<>(new FromColumns()));
    }

    private static final class ToColumns extends StdConverter<RoomKey, RoomColumns> {
        @Override
        public RoomColumns convert(RoomKey room) {
            return RoomColumns.of(room);
        }
    }

    private static final class FromColumns extends StdConverter<RoomColumns, RoomKey> {
        @Override
        public RoomKey convert(RoomColumns columns) {
            return columns.room();
        }
    }
}
