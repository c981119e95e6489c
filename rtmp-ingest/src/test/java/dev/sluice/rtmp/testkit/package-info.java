/** What the tests of this module share. */
@NullMarked
package dev.sluice.rtmp.testkit;

import org.jspecify.annotations.NullMarked;
