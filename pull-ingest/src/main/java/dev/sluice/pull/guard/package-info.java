/**
 * What a pull may connect to. A SourceUrl is a URL of which every part is understood, with its Host: a name, or an address in
 * whatever form it was written. The Guard has a Resolver turn a name into addresses, once, and has AddressRules judge each of
 * them; the Verdict holds the addresses to connect to, and nobody resolves again. Every redirect begins at SourceUrl anew.
 */
@NullMarked
package dev.sluice.pull.guard;

import org.jspecify.annotations.NullMarked;
