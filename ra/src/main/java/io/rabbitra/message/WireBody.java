package io.rabbitra.message;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A body with what a receiver needs to know its kind.
 *
 * @param contentType AMQP {@code content-type}, or null
 * @param contentEncoding AMQP {@code content-encoding}, or null
 * @param headers headers that say what the content type does not
 * @param bytes the body, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record WireBody(
    String contentType, String contentEncoding, Map<String, Object> headers, byte[] bytes) {

  private static final byte[] EMPTY = {};
  private static final Map<String, Object> CHARS = Map.of(WireNames.CHARS, true);

  /** A plain message: it has no body, and no content type could say so. */
  static WireBody none() {
    return ofKind(WireNames.KIND_PLAIN);
  }

  /** A text message; null is not the empty text. */
  static WireBody text(String text) {
    return text == null
        ? ofKind(WireNames.KIND_TEXT)
        : new WireBody(
            ContentType.TEXT,
            StandardCharsets.UTF_8.name(),
            Map.of(),
            text.getBytes(StandardCharsets.UTF_8));
  }

  static WireBody binary(byte[] bytes) {
    return new WireBody(ContentType.BYTES, null, Map.of(), bytes);
  }

  static WireBody map(byte[] table, boolean hasChars) {
    return new WireBody(ContentType.MAP, null, hasChars ? CHARS : Map.of(), table);
  }

  static WireBody list(byte[] array, boolean hasChars) {
    return new WireBody(ContentType.LIST, null, hasChars ? CHARS : Map.of(), array);
  }

  /** An object message; null is no object. */
  static WireBody object(byte[] serialized) {
    return serialized == null
        ? ofKind(WireNames.KIND_OBJECT)
        : new WireBody(ContentType.OBJECT, null, Map.of(), serialized);
  }

  private static WireBody ofKind(byte kind) {
    return new WireBody(null, null, Map.of(WireNames.MESSAGE_KIND, kind), EMPTY);
  }
}
