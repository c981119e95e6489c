package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.task.IngestTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Fields that several actions on tasks have, and what is said of a task. */
final class TaskFields {
    static final Field<String> TASK_ID = Field.text("TaskId").required(Code.MISSING_TASK_ID);
    static final Field<String> STREAM_URL = Field.text("StreamUrl");
    static final Field<Long> VOLUME = Field.whole("Volume", 0, 200);
    static final Field<Double> TEMPO = Field.oneOf("Tempo", Set.of(0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0));
    static final Field<Boolean> AUTO_PUSH = Field.flag("AutoPush");
    static final Field<Boolean> ENABLE_PROGRESS = Field.flag("EnableProgress");
    private static final Pattern ANY_TASK_ID = Pattern.compile("[A-Za-z0-9+.-]{1,256}");

    private TaskFields() {}

    /** Whether there can be a task of this id: what else is sent need not be looked up. */
    static boolean possible(String taskId) {
        return ANY_TASK_ID.matcher(taskId).matches();
    }

    /** An ended task is one that is not there any more. */
    static Map<String, String> status(boolean live) {
        return Map.of("Status", live ? "InProgress" : "NotExist");
    }

    static Map<String, String> status(IngestTask task) {
        return status(!task.ended());
    }

    /** Names of flags that are set, cannot be obeyed, and are ignored because the application says so. */
    static List<String> ignored(Application app, Values values, List<Field<Boolean>> flags) {
        var ignored = new ArrayList<String>();
        for (var flag : flags) {
            if (values.find(flag).orElse(false)) {
                if (!app.ignoreUnsupported().contains(flag.name())) {
                    throw new CloudException(Code.UNSUPPORTED_OPERATION, flag.name()
                            + ": found true, expected false: it is not supported (the application's ignoreUnsupported"
                            + " may name it)");
                }
                ignored.add(flag.name());
            }
        }
        return ignored;
    }
}
