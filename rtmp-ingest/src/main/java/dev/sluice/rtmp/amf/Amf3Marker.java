package dev.sluice.rtmp.amf;

/** Type markers, AMF3 3.1. */
final class Amf3Marker {
    static final int UNDEFINED = 0;
    static final int NULL = 1;
    static final int FALSE = 2;
    static final int TRUE = 3;
    static final int INTEGER = 4;
    static final int DOUBLE = 5;
    static final int STRING = 6;
    static final int XML_DOCUMENT = 7;
    static final int DATE = 8;
    static final int ARRAY = 9;
    static final int OBJECT = 10;
    static final int XML = 11;
    static final int BYTE_ARRAY = 12;
    static final int VECTOR_INT = 13;
    static final int VECTOR_UINT = 14;
    static final int VECTOR_DOUBLE = 15;
    static final int VECTOR_OBJECT = 16;
    static final int DICTIONARY = 17;

    private Amf3Marker() {}
}
