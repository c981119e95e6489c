package dev.sluice.room;

import java.util.ArrayList;
import java.util.Arrays;

/** Copy-on-write arrays: walked on the media path without an iterator. */
final class Snapshots {
    private Snapshots() {}

    static <T> T[] with(T[] array, T element) {
        T[] next = Arrays.copyOf(array, array.length + 1);
        next[array.length] = element;
        return next;
    }

    static <T> T[] without(T[] array, T element) {
        var rest = new ArrayList<>(Arrays.asList(array));
        rest.remove(element);
        return rest.toArray(Arrays.copyOf(array, 0));
    }
}
