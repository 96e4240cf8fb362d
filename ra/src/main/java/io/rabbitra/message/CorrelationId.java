package io.rabbitra.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * JMSCorrelationID in its two forms. The bytes are the UTF-8 of the text; bytes that are not UTF-8
 * are carried as Base64 text and marked, as RabbitMQ itself does with binary ids of AMQP 1.0.
 */
final class CorrelationId {

  private String text;

  /** Null unless the id was given as bytes that are no UTF-8. */
  private byte[] binary;

  void set(String text) {
    this.text = text;
    this.binary = null;
  }

  void set(byte[] bytes) {
    binary = null;
    if (bytes == null) {
      text = null;
      return;
    }
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      binary = bytes.clone();
      text = Base64.getEncoder().encodeToString(bytes);
    }
  }

  /** Sets what the wire carried; a mark that is not true makes it plain text. */
  void setReceived(String text, boolean markedBinary) {
    set(text);
    if (markedBinary && text != null) {
      try {
        binary = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException notBase64) {
        binary = null;
      }
    }
  }

  String asText() {
    return text;
  }

  byte[] asBytes() {
    if (binary != null) {
      return binary.clone();
    }
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  boolean isBinary() {
    return binary != null;
  }
}
