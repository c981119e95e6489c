/** What tests of pulls share: FLV streams, a sink that says when frames come, servers that serve both well and badly. */
@NullMarked
package dev.sluice.pull.testkit;

import org.jspecify.annotations.NullMarked;
