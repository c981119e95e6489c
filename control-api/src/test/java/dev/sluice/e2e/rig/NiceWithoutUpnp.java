package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A copy of Debian's libnice that never asks for UPnP. Debian 12's {@code simple-whip-client} uses libsoup 2 and its
 * libnice brings libsoup 3 by way of UPnP; the two in one process abort it at once. In the copy the names of the UPnP
 * library and of its four functions are those of GLib's that do no harm: the first gives NULL, which libnice takes for "no
 * UPnP", and the others are then never called.
 */
final class NiceWithoutUpnp {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/libnice.so.10");
    private static final Map<String, String> NAMES = Map.of("libgupnp-igd-1.0.so.4", "libgio-2.0.so.0",
            "gupnp_simple_igd_thread_new", "g_cancellable_get_current", "gupnp_simple_igd_get_type",
            "g_object_get_type", "gupnp_simple_igd_add_port", "g_free", "gupnp_simple_igd_remove_port_local", "g_free");

    private NiceWithoutUpnp() {}

    /** Puts the copy into a folder for LD_LIBRARY_PATH; another Debian's library is left alone. */
    static void into(Path folder) {
        try {
            if (Files.exists(LIBRARY)) {
                // One character of this charset is one byte.
                var text = Files.readString(LIBRARY, StandardCharsets.ISO_8859_1);
                for (var name : NAMES.entrySet()) {
                    text = text.replace("\0" + name.getKey() + "\0", "\0" + padded(name) + "\0");
                }
                Files.writeString(folder.resolve(LIBRARY.getFileName()), text, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String padded(Map.Entry<String, String> name) {
        return name.getValue() + "\0".repeat(name.getKey().length() - name.getValue().length());
    }
}
