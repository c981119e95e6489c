package dev.sluice.server;

import io.netty.util.Version;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice version}. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Spec
    private @Nullable CommandSpec spec;

    /** The release, or {@code development} where the classes come from no jar of ours. */
    static String number() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[]{line()};
    }

    @Override
    public Integer call() {
        Commands.out(spec).println(line());
        return 0;
    }

    private static String line() {
        var netty = Version.identify().get("netty-common");
        return "sluice " + number() + " (Java " + Runtime.version() + ", Netty "
                + (netty == null ? "?" : netty.artifactVersion()) + ")";
    }
}
