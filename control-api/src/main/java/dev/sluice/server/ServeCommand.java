package dev.sluice.server;

import dev.sluice.config.Config;
import dev.sluice.config.GeneratedSecrets;
import dev.sluice.runtime.Clock;
import dev.sluice.server.demo.Demo;
import dev.sluice.server.relay.ConfiguredTokens;
import dev.sluice.server.relay.FirstStart;
import dev.sluice.server.relay.LogSetup;
import dev.sluice.server.relay.ParentWatch;
import dev.sluice.server.relay.PrivateFiles;
import dev.sluice.server.relay.Relay;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice serve}: runs the relay until it is told to stop. */
@Command(name = "serve", description = "Starts the relay (what happens without a verb).", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /** How long those who ask for readiness can hear that it is over, before the port closes. */
    private static final long NOTICE_NANOS = 1_000_000_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--demo", description = "Also pushes a generated clip into room 'demo' and prints links to it.")
    private boolean demo;

    /** For the build, which makes the class cache of a start. */
    @Option(names = "--exit-when-ready", hidden = true)
    private boolean exitWhenReady;

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        var given = configuration.load();
        var filled = GeneratedSecrets.fill(given);
        var config = filled.config();
        LogSetup.apply(LogSetup.Format.valueOf(config.log().format().name()), config.log().level().name());
        warn(config);
        ParentWatch.start();
        var relay = start(config);
        var links = new Links(config, relay.ports(), new ConfiguredTokens(config, Clock.SYSTEM));
        var show = startDemo(config, relay, links);
        var shutdown = new Shutdown(() -> stop(relay, show));
        shutdown.install();
        print(relay.ports().ready());
        if (demo || filled.adminTokenCreated()) {
            tell(config, demo ? links.demo(given.console().adminToken().isEmpty()) : links.console());
        }
        if (exitWhenReady) {
            shutdown.run();
        } else {
            shutdown.await();
        }
        return 0;
    }

    private static void warn(Config config) {
        if (!config.notYetEffective().isEmpty()) {
            LoggerFactory.getLogger(ServeCommand.class).warn("without effect in this version: {}",
                    String.join(", ", config.notYetEffective()));
        }
    }

    private static Relay start(Config config) throws UsageException {
        try {
            return Relay.start(config, VersionCommand.number());
        } catch (IOException portRefused) {
            throw UsageException.of(String.valueOf(portRefused.getMessage()));
        }
    }

    private Optional<Demo> startDemo(Config config, Relay relay, Links links) {
        if (!demo) {
            return Optional.empty();
        }
        var started = new Demo(config.data().directory().resolve("demo"), relay.ports().rtmp(),
                relay::awaitCodecs, () -> links.streamKey(Links.DEMO_USER));
        started.start();
        return Optional.of(started);
    }

    private static void stop(Relay relay, Optional<Demo> show) {
        show.ifPresent(Demo::close);
        relay.drain();
        LockSupport.parkNanos(NOTICE_NANOS);
        relay.close();
    }

    private void tell(Config config, FirstStart block) throws IOException {
        var file = config.data().directory().resolve(FirstStart.FILE);
        PrivateFiles.write(file, block.note("This also stands in " + file + ".").text());
        print(block.text());
    }

    private void print(String text) {
        var out = Commands.out(spec);
        out.println(text);
        out.flush();
    }
}
