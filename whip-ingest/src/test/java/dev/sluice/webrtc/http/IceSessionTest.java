package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.http.IceSession.Outcome;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.sdp.Offer;
import dev.sluice.webrtc.sdp.Offers;
import dev.sluice.webrtc.sdp.PublishNegotiation;
import dev.sluice.webrtc.sdp.grammar.SdpFragment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IceSessionTest {
    private static final String PWD = "0123456789012345678901";

    private final List<IceCredentials> remotes = new ArrayList<>();
    private final List<String> tags = new ArrayList<>(List.of("t1", "t2", "t3"));
    private final IceSession session = new IceSession(transport(), PublishNegotiation.of(
            Offer.toPublish(Offers.captured("obs-30-whip-offer.sdp")), new Random(1)),
            Offers.transport().candidates(), tags::removeFirst);
    private boolean gone;

    /** Of which only the restart matters. */
    private PeerTransport transport() {
        return (PeerTransport) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{PeerTransport.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "restart" -> restart((IceCredentials) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private IceCredentials restart(IceCredentials remote) {
        if (gone) {
            throw new ProtocolException(StableCode.SESSION_UNKNOWN, "gone");
        }
        remotes.add(remote);
        return new IceCredentials("ours" + remotes.size(), "ourpassword01234567890123");
    }

    private Outcome patch(String ifMatch, String fragment) {
        return session.patch(IfMatch.of(ifMatch), SdpFragment.read(fragment));
    }

    @Test
    void thePresentUfragOrNoneIsATrickle() {
        assertThat(patch("\"t1\"", "a=ice-ufrag:n3Kd\na=ice-pwd:" + PWD)).isEqualTo(new Outcome.Trickled());
        assertThat(patch("\"t1\"", "a=end-of-candidates\n")).isEqualTo(new Outcome.Trickled());
        assertThat(patch("*", "a=end-of-candidates\n")).isEqualTo(new Outcome.Trickled());
        assertThat(remotes).isEmpty();
        assertThat(session.tag()).isEqualTo("t1");
    }

    @Test
    void anotherUfragIsARestart() {
        var candidates = List.of("h1 1 udp 2130706431 192.0.2.7 8189 typ host",
                "h2 1 udp 2130706175 2001:db8:0:0:0:0:0:7 8189 typ host");
        assertThat(patch("*", "a=ice-ufrag:new1\na=ice-pwd:" + PWD)).isEqualTo(new Outcome.Restarted("t2",
                new SdpFragment("ours1", "ourpassword01234567890123", true, "audio", "0", candidates, true)));
        assertThat(remotes).containsExactly(new IceCredentials("new1", PWD));
        assertThat(session.tag()).isEqualTo("t2");
        assertThat(patch("\"t2\"", "a=ice-ufrag:new1\na=ice-pwd:" + PWD)).isEqualTo(new Outcome.Trickled());
        assertThat(patch("\"t2\"", "a=ice-ufrag:n3Kd\na=ice-pwd:" + PWD)).isInstanceOf(Outcome.Restarted.class);
    }

    @Test
    void aStaleTagIsFoundBeforeAnythingIsDone() {
        patch("*", "a=ice-ufrag:new1\na=ice-pwd:" + PWD);
        assertThat(patch("\"t1\"", "a=ice-ufrag:new2\na=ice-pwd:" + PWD)).isEqualTo(new Outcome.Stale());
        assertThat(patch("\"t1\"", "a=end-of-candidates\n")).isEqualTo(new Outcome.Stale());
        assertThat(remotes).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'a=ice-ufrag:new1', a=ice-pwd", "'a=ice-ufrag:new\na=ice-pwd:" + PWD + "', ice-ufrag",
            "'a=ice-ufrag:new1\na=ice-pwd:short', ice-pwd"})
    void malformedCredentialsChangeNothing(String fragment, String named) {
        assertThatThrownBy(() -> patch("*", fragment)).hasMessageContaining(named).message().doesNotContain("short");
        assertThat(session.tag()).isEqualTo("t1");
    }

    @Test
    void aTransportThatCannotRestartChangesNothing() {
        gone = true;
        assertThatThrownBy(() -> patch("*", "a=ice-ufrag:new1\na=ice-pwd:" + PWD))
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.SESSION_UNKNOWN);
        assertThat(session.tag()).isEqualTo("t1");
        gone = false;
        assertThat(patch("\"t1\"", "a=ice-ufrag:new1\na=ice-pwd:" + PWD)).isInstanceOf(Outcome.Restarted.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "t" | true
            *   | true
            "*" | true
            "a","t" | true
            "a" , "t" | true
            W/"t" | false
            t   | false
            "T" | false
            ''  | false
            """)
    void entityTagsAreComparedStrongly(String ifMatch, boolean matches) {
        assertThat(IfMatch.of(ifMatch).matches("t")).isEqualTo(matches);
    }
}
