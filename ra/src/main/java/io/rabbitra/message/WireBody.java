package io.rabbitra.message;

import java.nio.charset.StandardCharsets;

/**
 * A body with what a receiver needs to know its kind.
 *
 * @param contentType AMQP {@code content-type}, or null
 * @param contentEncoding AMQP {@code content-encoding}, or null
 * @param kind value of the header {@link WireNames#MESSAGE_KIND}, or null if the content type says
 *     it all
 * @param bytes the body, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record WireBody(String contentType, String contentEncoding, Byte kind, byte[] bytes) {

  private static final byte[] EMPTY = {};

  /** A plain message: it has no body, and no content type could say so. */
  static WireBody none() {
    return new WireBody(null, null, WireNames.KIND_PLAIN, EMPTY);
  }

  /** A text message; null is not the empty text. */
  static WireBody text(String text) {
    return text == null
        ? new WireBody(null, null, WireNames.KIND_TEXT, EMPTY)
        : new WireBody(
            ContentType.TEXT,
            StandardCharsets.UTF_8.name(),
            null,
            text.getBytes(StandardCharsets.UTF_8));
  }

  static WireBody binary(byte[] bytes) {
    return new WireBody(ContentType.BYTES, null, null, bytes);
  }
}
