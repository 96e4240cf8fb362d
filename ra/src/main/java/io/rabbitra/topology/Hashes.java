package io.rabbitra.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that are made of other names and may become too long for AMQP. */
final class Hashes {

  private Hashes() {}

  /** SHA-256 in 64 hexadecimal digits. */
  static String of(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The name, or if it has more bytes than allowed its beginning, a tilde and its hash. */
  static String shortened(String name, int maxBytes) {
    if (name.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return name;
    }
    int end = Math.min(name.length(), maxBytes - 65);
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > maxBytes - 65) {
      end--;
    }
    return name.substring(0, end) + "~" + of(name);
  }
}
