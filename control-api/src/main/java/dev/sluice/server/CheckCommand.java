package dev.sluice.server;

import dev.sluice.api.cloud.action.Actions;
import dev.sluice.api.cloud.policy.ApiKeys;
import dev.sluice.config.Config;
import dev.sluice.runtime.Clock;
import dev.sluice.server.relay.PortCertificates;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice check}: whether a configuration would start, before it is used. */
@Command(name = "check", description = "Checks a configuration and starts nothing.", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--print", description = "Prints what is in force, defaults included, secrets masked.")
    private boolean print;

    @Override
    public Integer call() throws UsageException {
        var file = configuration.file()
                .orElseThrow(() -> UsageException.found("--config", "nothing", "the file to check"));
        var config = configuration.load();
        var keys = ApiKeys.of(config.apiKeys());
        var objections = PortCertificates.read(config, Clock.SYSTEM).objections();
        var out = Commands.out(spec);
        if (print) {
            out.print(config.toYaml());
        } else {
            out.println(file + ": ok, " + summary(config));
            var apps = config.apps().stream().map(Config.App::sdkAppId).toList();
            ApiKeys.table(keys, apps, Actions.NAMES).forEach(out::println);
        }
        objections.forEach(Commands.err(spec)::println);
        if (!config.notYetEffective().isEmpty()) {
            Commands.err(spec)
                    .println("without effect in this version: " + String.join(", ", config.notYetEffective()));
        }
        out.flush();
        return 0;
    }

    private static String summary(Config config) {
        var apps = config.apps().stream().map(app -> Long.toString(app.sdkAppId())).toList();
        return apps.isEmpty()
                ? "no application: one is made at the first start"
                : "application" + (apps.size() == 1 ? " " : "s ") + String.join(", ", apps);
    }
}
