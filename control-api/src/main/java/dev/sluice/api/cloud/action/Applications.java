package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The configured applications by their ids. Immutable. */
public final class Applications {
    /** Any whole number has the right type; which of them are applications is another question. */
    static final Field<Long> SDK_APP_ID = Field.whole("SdkAppId", Long.MIN_VALUE, Long.MAX_VALUE)
            .required(Code.MISSING_SDK_APP_ID);

    private final Map<Long, Application> apps;

    public Applications(Collection<Application> apps) {
        this.apps = apps.stream().collect(Collectors.toUnmodifiableMap(Application::sdkAppId, Function.identity()));
    }

    /** @param field whichever of the tables it stands in */
    Application require(Values values, Field<Long> field) {
        long sdkAppId = values.require(field);
        var app = apps.get(sdkAppId);
        if (app == null) {
            throw CloudException.found(Code.INVALID_SDK_APP_ID, field.name(), sdkAppId, "a configured application");
        }
        return app;
    }
}
