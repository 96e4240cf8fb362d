package io.rabbitra.message;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Whether a body is text, and in which charset, from AMQP {@code content-type} and {@code
 * content-encoding}. The charset is the parameter of the content type, else the encoding where it
 * names one, else UTF-8. An encoding that is no charset ("gzip") means that the body is not yet
 * text.
 */
final class ContentType {

  static final String TEXT = "text/plain";
  static final String BYTES = "application/octet-stream";
  static final String MAP = "amqp/map";
  static final String LIST = "amqp/list";

  /** The name that Java itself and other AMQP programs in Java use. */
  static final String OBJECT = "application/x-java-serialized-object";

  private static final String CHARSET = "charset=";

  private ContentType() {}

  /** The name of the charset, which may be unknown to this JVM; null if the body is not text. */
  static String charsetOfText(String contentType, String contentEncoding) {
    if (contentType == null || !isText(contentType)) {
      return null;
    }
    boolean encoded = contentEncoding != null && !isNoEncoding(contentEncoding);
    if (encoded && !isCharset(contentEncoding)) {
      return null;
    }
    String parameter = charsetParameter(contentType);
    if (parameter != null) {
      return parameter;
    }
    return encoded ? contentEncoding.strip() : StandardCharsets.UTF_8.name();
  }

  /** The type without its parameters, in lower case; "" for null. */
  static String media(String contentType) {
    if (contentType == null) {
      return "";
    }
    int end = contentType.indexOf(';');
    String media = end < 0 ? contentType : contentType.substring(0, end);
    return media.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the body is compressed or otherwise not yet what its content type says. */
  static boolean isEncoded(String contentEncoding) {
    return contentEncoding != null && !isNoEncoding(contentEncoding) && !isCharset(contentEncoding);
  }

  private static boolean isText(String contentType) {
    String media = media(contentType);
    return media.startsWith("text/")
        || media.equals("application/json")
        || media.equals("application/xml")
        || media.endsWith("+json")
        || media.endsWith("+xml");
  }

  private static String charsetParameter(String contentType) {
    String[] parts = contentType.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.regionMatches(true, 0, CHARSET, 0, CHARSET.length())) {
        String value = part.substring(CHARSET.length()).replace("\"", "").strip();
        return value.isEmpty() ? null : value;
      }
    }
    return null;
  }

  private static boolean isNoEncoding(String encoding) {
    String name = encoding.strip().toLowerCase(Locale.ROOT);
    return name.isEmpty() || name.equals("identity") || name.equals("8bit") || name.equals("7bit");
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name.strip());
    } catch (IllegalCharsetNameException illegal) {
      return false;
    }
  }
}
