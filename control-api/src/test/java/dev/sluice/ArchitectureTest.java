package dev.sluice;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Holds the arrows between the modules: whatever a later change needs, it does not need one of these. */
class ArchitectureTest {
    private static final String[] CORE = {"dev.sluice.media..", "dev.sluice.room..", "dev.sluice.transcode..",
            "dev.sluice.ingest..", "dev.sluice.auth..", "dev.sluice.event..", "dev.sluice.config..",
            "dev.sluice.runtime..", "dev.sluice.task..", "dev.sluice.health.."};
    private static final String[] RTMP = {"dev.sluice.rtmp.."};
    private static final String[] WEBRTC = {"dev.sluice.webrtc..", "dev.sluice.whip..", "dev.sluice.whep.."};
    private static final String[] PULL = {"dev.sluice.pull.."};
    private static final String[] CONTROL = {"dev.sluice.api..", "dev.sluice.console..", "dev.sluice.server..",
            "dev.sluice.webhook..", "dev.sluice.store.."};
    private static final String[] PERF = {"dev.sluice.perf.."};

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        // Packages are enough to judge; reading what lies in other people's jars would take most of a minute.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/testkit/")).importPackages("dev.sluice");
    }

    private static String[] all(String[]... modules) {
        var packages = new ArrayList<String>();
        for (var module : modules) {
            packages.addAll(List.of(module));
        }
        return packages.toArray(String[]::new);
    }

    private static void forbid(String[] from, String[] to, String why) {
        noClasses().that().resideInAnyPackage(from).should().dependOnClassesThat().resideInAnyPackage(to)
                .because(why).allowEmptyShould(true).check(classes);
    }

    @Test
    void relayCoreKnowsNoWireProtocol() {
        forbid(CORE, all(RTMP, WEBRTC, PULL, CONTROL, PERF), "relay-core depends on no other module");
        forbid(CORE, new String[]{"io.vertx..", "org.bouncycastle..", "org.jitsi..", "picocli.."},
                "relay-core serves no protocol");
    }

    @Test
    void ingestsDependOnTheCoreOnly() {
        forbid(RTMP, all(WEBRTC, PULL, CONTROL, PERF), "rtmp-ingest depends on relay-core");
        forbid(WEBRTC, all(RTMP, PULL, CONTROL, PERF), "whip-ingest depends on relay-core");
        forbid(PULL, all(WEBRTC, CONTROL, PERF), "pull-ingest depends on relay-core and rtmp-ingest");
    }

    @Test
    void nothingButPerfDependsOnControlApi() {
        forbid(all(CORE, RTMP, WEBRTC, PULL), CONTROL, "only control-api wires things");
        forbid(CONTROL, PERF, "perf measures the product from outside");
    }

    @Test
    void onlyTheServerWires() {
        forbid(new String[]{"dev.sluice.api..", "dev.sluice.console.."}, new String[]{"dev.sluice.server.."},
                "the API is given what it shows");
    }

    @Test
    void nobodyUsesInternalsOfTheJdk() {
        forbid(new String[]{"dev.sluice.."}, new String[]{"sun..", "jdk.internal.."}, "they go without notice");
    }

    @Test
    void packagesOfControlApiHaveNoCycles() {
        slices().matching("dev.sluice.(server|api|console).(**)").should().beFreeOfCycles().check(classes);
    }
}
