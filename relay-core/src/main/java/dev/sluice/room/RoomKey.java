package dev.sluice.room;

/** A room across applications. */
public record RoomKey(long sdkAppId, RoomId id) {
    @Override
    public String toString() {
        return sdkAppId + "/" + id.text();
    }
}
