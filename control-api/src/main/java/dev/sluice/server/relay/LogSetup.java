package dev.sluice.server.relay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: standard error, as text or as one JSON object a line. Logback finds this class by its service file and starts
 * with text at level info; the configuration is applied once it has been read.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %logger{0}: %msg%n%ex";

    /** How a line looks. */
    public enum Format {
        TEXT, JSON
    }

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        apply(log, Format.TEXT, "info");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** @param level a name that logback knows */
    public static void apply(Format format, String level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            apply(log, format, level);
        }
    }

    private static void apply(LoggerContext log, Format format, String level) {
        var root = log.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(log);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder(log, format));
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.toLevel(level, Level.INFO));
        quiet(log, "io.netty");
        quiet(log, "io.vertx");
        quiet(log, "org.jitsi");
        quiet(log, "org.flywaydb");
        // Warns with a stack trace of each connection that breaks; who wanted something of the database says so itself.
        log.getLogger("com.zaxxer").setLevel(Level.ERROR);
    }

    private static void quiet(LoggerContext log, String library) {
        log.getLogger(library).setLevel(Level.WARN);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext log, Format format) {
        var encoder = switch (format) {
            case TEXT -> text();
            case JSON -> json();
        };
        encoder.setContext(log);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text() {
        var encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        var encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }
}
