package dev.sluice.transcode.ffmpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** What malloc has given out, by glibc's own count: unlike the resident memory it does not move with the Java heap. */
final class NativeHeap {
    private static final int FIELDS = 10;
    private static final int MAPPED = 4;
    private static final int IN_USE = 7;

    private NativeHeap() {}

    static boolean known() {
        return Linker.nativeLinker().defaultLookup().find("mallinfo2").isPresent();
    }

    /** Bytes in use in all arenas and in blocks of their own. */
    static long bytes() {
        try (var arena = Arena.ofConfined()) {
            var info = (MemorySegment) mallinfo2().invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED) + info.getAtIndex(ValueLayout.JAVA_LONG, IN_USE);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle mallinfo2() {
        var fields = new MemoryLayout[FIELDS];
        Arrays.fill(fields, ValueLayout.JAVA_LONG);
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow("mallinfo2"),
                FunctionDescriptor.of(MemoryLayout.structLayout(fields)));
    }
}
