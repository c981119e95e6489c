/** The ports a way in implements: a PublishRequest is put to Admission, an IngestSession then feeds the Publication it got. */
@NullMarked
package dev.sluice.ingest;

import org.jspecify.annotations.NullMarked;
