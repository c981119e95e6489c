package dev.sluice.webrtc.srtp;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;

/**
 * Java's own AES for jitsi-srtp. Left to itself, jitsi-srtp compares all ciphers of the machine when it first needs one, and
 * even a single named factory it first lets encrypt for a second or more: on a media loop, with everybody waiting. So the
 * outcome of that contest is written down before it begins.
 */
public final class SunJceCipherFactory extends CipherFactory {
    private static final List<String> TRANSFORMATIONS = List.of("AES/GCM/NoPadding", "AES/CTR/NoPadding",
            "AES/ECB/NoPadding");
    /** Private to jitsi-srtp, of which exactly one version is used. */
    private static final String OUTCOMES = "fastestFactories";

    public SunJceCipherFactory() {
        super("SunJCE");
    }

    /** Makes it jitsi-srtp's choice, before anybody uses it; false if this version of the library keeps its choices elsewhere. */
    static boolean choose() {
        Aes.setFactoryClassName(SunJceCipherFactory.class.getName());
        try {
            Field outcomes = Aes.class.getDeclaredField(OUTCOMES);
            outcomes.setAccessible(true);
            @SuppressWarnings("unchecked")
            var fastest = (Map<String, CipherFactory>) outcomes.get(null);
            var factory = new SunJceCipherFactory();
            TRANSFORMATIONS.forEach(transformation -> fastest.put(transformation, factory));
            return true;
        } catch (ReflectiveOperationException _) {
            return false;
        }
    }
}
