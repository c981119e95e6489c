package dev.sluice.server;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What commands have of the command line once it has filled them in. */
final class Commands {
    private Commands() {}

    static PrintWriter out(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    static PrintWriter err(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    /** An option that the command line insists on. */
    static <T> T given(@Nullable T option) {
        return Objects.requireNonNull(option);
    }
}
