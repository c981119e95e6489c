package dev.sluice.webrtc.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReachabilityTest {
    @ParameterizedTest
    @CsvSource({"false, 192.0.2.7, true", "false, 192.168.1.5 127.0.0.1, true", "false, 2001:db8::7, true",
            "false, 172.17.0.2, true", "false, 127.0.0.1 ::1, false", "false, 169.254.3.4 fe80::1 127.0.0.1, false",
            "true, 172.17.0.2 127.0.0.1, false", "true, 10.244.3.9, false", "true, 192.168.16.2 fd00::2, false",
            "true, 172.17.0.2 203.0.113.9, true", "true, 172.17.0.2 2001:db8::7, true"})
    void somebodyElseMustFindACandidate(boolean inContainer, String addresses, boolean reachable) {
        var candidates = HostCandidates
                .ranked(Arrays.stream(addresses.split(" ")).map(InetAddress::ofLiteral).toList(), 8189);
        var warning = Reachability.of(candidates, inContainer);
        assertThat(warning.isEmpty()).isEqualTo(reachable);
        warning.ifPresent(text -> assertThat(text).contains("webrtc.advertise").doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({".dockerenv, '', true", "run/.containerenv, '', true",
            "proc/1/cgroup, 12:pids:/docker/0123456789ab, true",
            "proc/1/cgroup, 0::/kubepods.slice/kubepods-burstable.slice, true", "proc/1/cgroup, 0::/init.scope, false",
            "etc/hostname, docker, false"})
    void containersLeaveTraces(String file, String content, boolean container, @TempDir Path root)
            throws IOException {
        var trace = root.resolve(file);
        Files.createDirectories(trace.getParent());
        Files.writeString(trace, content);
        assertThat(Reachability.inContainer(root)).isEqualTo(container);
    }

    @Test
    void anEmptyRootIsNoContainer(@TempDir Path root) {
        assertThat(Reachability.inContainer(root)).isFalse();
    }
}
