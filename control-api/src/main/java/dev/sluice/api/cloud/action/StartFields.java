package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import java.util.List;

import static dev.sluice.api.cloud.action.TaskFields.AUTO_PUSH;
import static dev.sluice.api.cloud.action.TaskFields.ENABLE_PROGRESS;
import static dev.sluice.api.cloud.action.TaskFields.STREAM_URL;
import static dev.sluice.api.cloud.action.TaskFields.TEMPO;
import static dev.sluice.api.cloud.action.TaskFields.VOLUME;

/** The fields of StartStreamIngest, with the ranges of the documentation. */
final class StartFields {
    static final Field<Long> SDK_APP_ID = Applications.SDK_APP_ID;
    static final Field<String> ROOM_ID = Field.text("RoomId").required(Code.MISSING_ROOM_ID);
    static final Field<Long> ROOM_ID_TYPE = Field.whole("RoomIdType", 0, 1).required(Code.MISSING_PARAMETER);
    static final Field<String> USER_ID = UserIds.ONE;
    static final Field<String> USER_SIG = Field.text("UserSig").required(Code.MISSING_PARAMETER);
    static final Field<String> PRIVATE_MAP_KEY = Field.text("PrivateMapKey");
    static final Field<List<String>> SOURCE_URL = Field.texts("SourceUrl");
    static final Field<Long> SEEK_SECOND = Field.whole("SeekSecond", 0, Integer.MAX_VALUE);
    static final Field<Long> REPEAT_NUM = Field.whole("RepeatNum", -1, 1000)
            .only(plays -> plays != 0, "-1 or from 1 to 1000");
    static final Field<Long> MAX_DURATION = Field.whole("MaxDuration", 1, 10_080);
    static final Field<Long> IDLE_TIMEOUT = Field.whole("IdleTimeout", 0, 600);

    /** Deprecated; the source's own parameters are kept. */
    static final List<Field<?>> VIDEO_PARAMS = List.of(Field.whole("Width", 0, 1920), Field.whole("Height", 0, 1080),
            Field.whole("Fps", 1, 60), Field.whole("BitRate", 1, 10_000), Field.whole("Gop", 1, 2));
    static final Field<Values> VIDEO_ENCODE_PARAMS = Field.nested("VideoEncodeParams", VIDEO_PARAMS);

    /** Counts where there is no Volume beside it. */
    static final Field<Long> OLD_VOLUME = Field.whole("Volume", 0, 300);
    static final List<Field<?>> AUDIO_PARAMS = List.of(
            Field.whole("SampleRate", 44_100, 48_000).only(rate -> rate == 44_100 || rate == 48_000, "44100 or 48000"),
            Field.whole("Channel", 1, 2), Field.whole("BitRate", 8, 500), OLD_VOLUME);
    static final Field<Values> AUDIO_ENCODE_PARAMS = Field.nested("AudioEncodeParams", AUDIO_PARAMS);

    static final List<Field<?>> ALL = List.of(SDK_APP_ID, ROOM_ID, ROOM_ID_TYPE, USER_ID, USER_SIG, STREAM_URL,
            PRIVATE_MAP_KEY, VIDEO_ENCODE_PARAMS, AUDIO_ENCODE_PARAMS, SOURCE_URL, SEEK_SECOND, AUTO_PUSH, REPEAT_NUM,
            MAX_DURATION, VOLUME, ENABLE_PROGRESS, TEMPO, IDLE_TIMEOUT);

    private StartFields() {}
}
