package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.room.RoomId;
import dev.sluice.runtime.ProtocolException;
import java.util.function.Function;

/** The field RoomId of actions on rooms: a number for integer rooms, a string for string rooms. */
record RoomField(Field<?> field, Function<String, RoomId> parser) {
    static final RoomField INTEGER = new RoomField(Field.whole("RoomId", Long.MIN_VALUE, Long.MAX_VALUE)
            .required(Code.MISSING_ROOM_ID), RoomId::numeric);
    static final RoomField STRING = new RoomField(Field.text("RoomId").required(Code.MISSING_ROOM_ID), RoomId::named);

    RoomId room(Values values) {
        return parse(values.require(field).toString(), Code.INVALID_ROOM_ID);
    }

    RoomId parse(String text, Code invalid) {
        try {
            return parser.apply(text);
        } catch (ProtocolException malformed) {
            throw new CloudException(invalid, "RoomId: " + malformed.getMessage());
        }
    }
}
